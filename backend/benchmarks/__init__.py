"""What is measured, by hand and beside others."""
