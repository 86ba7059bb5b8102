"""Micro-frontend platform backend: identity, releases and hosting."""

__version__ = "0.1.0"
