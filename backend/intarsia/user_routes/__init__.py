"""The `/user` addresses of another system, so that its clients and services stay as they are."""
