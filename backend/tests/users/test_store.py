import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from intarsia.database import readers, writers
from intarsia.errors import Conflict
from intarsia.users import service, store
from intarsia.users.roles import Role
from intarsia.users.store import UserRow, identity_key
from tests.conftest import FakeClock
from tests.data.test_store import plan


def make_user(clock: FakeClock, email: str, username: str) -> UserRow:
    return UserRow(
        email=email,
        username=username,
        full_name="Somebody",
        role=Role.VIEWER,
        password_hash="x",
        created_at=clock.now(),
        updated_at=clock.now(),
    )


class TestIdentityKey:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Ann@Example.COM", "ann@example.com"),
            ("Straße", "STRASSE"),
            ("e\u0301va", "éva"),
            ("\uff21\uff24\uff2d\uff29\uff2e", "admin"),
            ("ﬁn", "fin"),
        ],
    )
    def test_two_spellings_of_one_name_are_equal(self, one: str, other: str) -> None:
        assert identity_key(one) == identity_key(other)

    def test_two_names_are_not(self) -> None:
        assert identity_key("ann") != identity_key("anna")


class TestContaining:
    async def test_is_answered_by_the_search_index(self, engine: AsyncEngine) -> None:
        async with readers(engine)() as session:
            query = store.containing(session, select(UserRow), "walnut")

        found = await plan(engine, query)

        index = "VIRTUAL TABLE INDEX" if engine.dialect.name == "sqlite" else "ix_users_search"
        assert index in found


class TestMatching:
    async def test_a_filtered_sorted_page_still_begins_at_the_search_index(
        self, engine: AsyncEngine
    ) -> None:
        asked = store.UsersQuery(q="walnut", role=Role.VIEWER, is_active=True)
        async with readers(engine)() as session:
            query = store.matching(session, asked).order_by(UserRow.full_name, UserRow.id)

        found = await plan(engine, query.limit(51))

        index = "VIRTUAL TABLE INDEX" if engine.dialect.name == "sqlite" else "ix_users_search"
        assert index in found


class TestAdd:
    @pytest.mark.parametrize(
        ("email", "username"),
        [("ADMIN@example.com", "other"), ("other@example.com", "\uff21\uff24\uff2d\uff29\uff2e")],
    )
    async def test_refuses_another_spelling_of_a_taken_name(
        self, engine: AsyncEngine, clock: FakeClock, email: str, username: str
    ) -> None:
        async with writers(engine)() as session:
            with pytest.raises(Conflict):
                await store.add(session, make_user(clock, email, username))

    async def test_missing_is_added_once(self, engine: AsyncEngine, clock: FakeClock) -> None:
        added = []
        for _ in range(2):
            async with writers(engine).begin() as session:
                user = make_user(clock, "new@example.com", "new")
                added.append(await service.add_missing(session, user))

        assert added == [True, False]
        async with writers(engine)() as session:
            rows = await session.scalars(select(UserRow).where(UserRow.username == "new"))
            assert len(rows.all()) == 1
