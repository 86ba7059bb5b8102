"""What files and pages cost."""
