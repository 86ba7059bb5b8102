"""What goes over the wire."""

from typing import Annotated, Any

from pydantic import BeforeValidator

from intarsia.schemas import Outgoing, Timestamp


class AuditEvent(Outgoing):
    """One thing done. `actor` is a user's id, `deploy-token`, `deploy:<name>` or `command-line`."""

    id: Annotated[str, BeforeValidator(str)]
    at: Timestamp
    actor: str
    action: str
    target: str
    ip: str
    request_id: str
    detail: dict[str, Any]
