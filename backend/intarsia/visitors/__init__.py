"""Visits over HTTP: which session record a request belongs to, and what is noted of it."""
