"""Visits: what a browser looks at between its first page and half an hour of rest."""
