"""Engines that keep bytes; the only place besides the stores that knows a driver."""
