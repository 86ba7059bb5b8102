"""What each operation asks of its caller; `python -m tests.permissions` writes the page.

It is read from what the operations depend on, so that the page can't promise what the code does not
do. What rules ask beyond that, of one thing more than of another, stands in the page's text.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from intarsia.api import create_api
from intarsia.auth.deps import (
    Person,
    Requires,
    SignedIn,
)
from intarsia.auth.permissions import DEPLOY_GRANTS, GRANTS, Permission
from intarsia.clock import SystemClock
from intarsia.config import Settings
from intarsia.users.roles import Role

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"
GUEST, DEPLOYMENT = "guest", "deployment"
CALLERS = (GUEST, *(role.value for role in (Role.VIEWER, Role.USER, Role.ADMIN)), DEPLOYMENT)
ANYBODY, SIGNED_IN, PERSON = "nothing", "any credentials", "a person's sign-in"

HEAD = """# Who may do what

Roles hold permissions, operations ask for them. A personal token has those of its scopes that its
user holds, too, at that moment; the deploy token of the installation, and deployments' own tokens,
have the registry's alone. The page is made from the code (`python -m tests.permissions` in
`backend/`); a test calls every operation as everybody here and compares.

Who lacks credentials gets 401, who lacks the permission 403 `forbidden`, and a program where a
person has to sign in 403 `sign_in_needed`.

## Roles
"""
MIDDLE = """
## Operations
"""
FOOT = """
## Beyond the table
- Another's sign-ins (`GET /api/auth/sessions?user=`), their timelines and ending them ask for
  `users:write` as well.
- `POST /api/tokens` gives nobody more than they hold; deployments' tokens ask for `tokens:deploy`.
- A token that names apps or channels reaches no other. Publishing with `?channel=` asks for
  `registry:release`, and a release that changes routes, roles or navigation for
  `registry:reshape`.
- Refresh and logout go by the refresh token alone and never read `Authorization`.
- `POST /api/auth/verify-email` without a mailed token has the mail sent again, to who signed in.
- Preferences of a token for programs ask for `settings:read` and `settings:write`; guests have
  their own in a cookie.
- Visits (`/api/session`) are guests' and those of people who signed in; programs have none.
- Events: guests hear of releases and withdrawals, each person of what is theirs besides.
"""


class Operation(NamedTuple):
    """One operation, and what it asks for."""

    method: str
    path: str
    needs: str
    permissions: frozenset[Permission]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    def is_open_to(self, caller: str) -> bool:
        """Whether it lets somebody in."""
        if self.needs == ANYBODY:
            return True
        if caller == GUEST or (caller == DEPLOYMENT and self.needs == PERSON):
            return False
        held = DEPLOY_GRANTS if caller == DEPLOYMENT else GRANTS[Role(caller)]
        return self.permissions <= held


def operations() -> list[Operation]:
    """Every operation under /api, as the application serves them."""
    api = create_api(Settings(_env_file=None), SystemClock())
    found = []
    for route in iter_route_contexts(api.routes):
        if not isinstance(route.route, APIRoute) or not route.route.include_in_schema:
            continue
        if str(route.path).startswith("/api/"):
            permissions, needs = asked(route.route.dependant)
            for method in sorted(route.methods or ()):
                found.append(Operation(method, str(route.path), needs, permissions))
    return found


def asked(dependant: Dependant) -> tuple[frozenset[Permission], str]:
    """What an operation depends on."""
    calls = set(every_call(dependant))
    permissions = frozenset(call.permission for call in calls if isinstance(call, Requires))
    if permissions:
        return permissions, ", ".join(f"`{each}`" for each in sorted(permissions))
    if any(isinstance(call, Person) for call in calls):
        return permissions, PERSON
    return permissions, SIGNED_IN if any(isinstance(call, SignedIn) for call in calls) else ANYBODY


def every_call(dependant: Dependant) -> Iterator[object]:
    """Every dependency, and those of dependencies."""
    for each in dependant.dependencies:
        yield each.call
        yield from every_call(each)


def page() -> str:
    """The page, as it should be."""
    return HEAD + roles() + MIDDLE + table() + FOOT


def roles() -> str:
    """Permissions by role."""
    held: dict[str, frozenset[Permission]] = {
        Role.VIEWER: GRANTS[Role.VIEWER],
        Role.USER: GRANTS[Role.USER],
        Role.ADMIN: GRANTS[Role.ADMIN],
        DEPLOYMENT: DEPLOY_GRANTS,
    }
    rows = [
        [f"`{permission}`", *("yes" if permission in each else "" for each in held.values())]
        for permission in Permission
    ]
    return lines(["Permission", *held], rows)


def table() -> str:
    """Operations by who may call them."""
    rows = [
        [f"`{each.name}`", each.needs, *("yes" if each.is_open_to(who) else "" for who in CALLERS)]
        for each in operations()
    ]
    return lines(["Operation", "Asks for", *CALLERS], rows)


def lines(head: list[str], rows: list[list[str]]) -> str:
    made = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in made)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
