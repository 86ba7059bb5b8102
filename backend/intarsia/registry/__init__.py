"""Published apps: their versions, and the releases that make some of them live."""
