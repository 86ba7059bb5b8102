"""What stands in a cell, so that no spreadsheet takes a text for a formula.

A text that begins like a formula gets an apostrophe in front (OWASP, "CSV injection"), and loses it
when it comes back. Texts that already begin with apostrophes before such a beginning get one more,
so that every text comes back as it was.
"""

import re
from datetime import datetime

from intarsia.schemas import iso_z

FORMULA = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])")
MARK = "'"


def guarded(text: str) -> str:
    """Return a text that no spreadsheet computes."""
    return MARK + text if FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Return the text that `guarded` was given."""
    return text[1:] if text.startswith(MARK) and FORMULA.match(text[1:]) else text


def cell(value: object) -> str:
    """Return a value as a cell; only texts are guarded, since a number is never a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    if isinstance(value, datetime):
        return iso_z(value)
    return guarded(str(value))
