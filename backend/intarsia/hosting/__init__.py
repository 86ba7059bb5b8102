"""The host page and everything under `/mf/`, served from memory."""
