"""What a large registry costs."""
