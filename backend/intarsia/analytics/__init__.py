"""What people do on the platform's pages: recorded events, counted."""
