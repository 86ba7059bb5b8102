"""Tables as CSV files (RFC 4180, UTF-8): written and read piece by piece."""
