"""Tokens for programs: a person's own, and those of deployments."""
