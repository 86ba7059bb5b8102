"""The icon that browsers ask for unasked; without an answer every page logs an error."""

MEDIA_TYPE = "image/svg+xml"
ICON = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
    b'<path fill="#8a5a2b" d="M0 0h8v8H0z"/><path fill="#d9a86c" d="M8 0h8v8H8z"/>'
    b'<path fill="#f0d9b5" d="M0 8h8v8H0z"/><path fill="#5b3a1a" d="M8 8h8v8H8z"/></svg>'
)
