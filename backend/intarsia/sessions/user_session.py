"""Sessions of the `/user` routes, which services of another make share with us.

Their id is a UUID of version 4 and stands in the cookie as it is. The form tells them from Express
records, whose ids are never that long.
"""

import re
import uuid
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
FIELDS = ("id", "name", "email", "createdAt", "updatedAt")

# Describes the user of a session by these fields; None once its sign-in is over.
Whose = Callable[[str, datetime], Awaitable[Mapping[str, str] | None]]


def new_id() -> str:
    """Return the id of a new session."""
    return str(uuid.uuid4())


def is_id(text: str) -> bool:
    """Whether this is the id of such a session, and not of an Express record."""
    return ID.fullmatch(text) is not None
