"""What holds for the whole API, whatever is behind it."""
