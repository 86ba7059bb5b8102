"""Errors that browsers report, grouped."""
