from types import SimpleNamespace
from typing import Any

import pytest

from intarsia.auth.callers import Caller
from intarsia.auth.permissions import DEPLOY_GRANTS, GRANTS, Permission
from intarsia.errors import Forbidden
from intarsia.registry.gate import refuse_reshaping
from intarsia.users.roles import Role
from tests.registry.bundles import metadata

RELEASER = Caller("team", "u1", Role.USER, frozenset({Permission.REGISTRY_RELEASE}))
ADMIN = Caller("admin", "u2", Role.ADMIN, GRANTS[Role.ADMIN])
DEPLOY = Caller("deploy-token", None, None, DEPLOY_GRANTS)


def app(**changes: object) -> dict[str, Any]:
    return {"data": SimpleNamespace(metadata_=metadata(**changes))}


class TestRefuseReshaping:
    @pytest.mark.parametrize(
        "after", [app(route="/x"), app(roles=["admin"]), app(nav=False), {}, app(kind="host")]
    )
    def test_navigation_and_access_are_not_for_every_releaser(self, after: dict[str, Any]) -> None:
        with pytest.raises(Forbidden, match="navigation of data"):
            refuse_reshaping(app(), after, RELEASER)

    @pytest.mark.parametrize("caller", [ADMIN, DEPLOY])
    def test_administrators_and_the_deploy_token_may(self, caller: Caller) -> None:
        refuse_reshaping({}, app(), caller)
        refuse_reshaping(app(), app(route="/x"), caller)

    def test_other_changes_are_for_every_releaser(self) -> None:
        refuse_reshaping(app(), app(title="Records", description="New"), RELEASER)
