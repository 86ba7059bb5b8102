"""What a user is; what each role may do stands in `auth/permissions.py`."""

from enum import StrEnum


class Role(StrEnum):
    """From everything to looking only."""

    ADMIN = "admin"
    USER = "user"
    VIEWER = "viewer"
