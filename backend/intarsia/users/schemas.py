"""How a user looks from outside."""

from intarsia.schemas import Outgoing, Timestamp
from intarsia.users.roles import Role


class User(Outgoing):
    """A person, without what proves it."""

    id: str
    email: str
    username: str
    full_name: str
    role: Role
    is_active: bool
    created_at: Timestamp
    updated_at: Timestamp


class Me(User):
    """Oneself."""

    email_verified: bool
