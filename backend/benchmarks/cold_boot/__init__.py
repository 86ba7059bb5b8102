"""What composing at run time costs the first visitor."""
