"""A password was right, and by the time of the transaction that relies on it things have changed.

Each test stands between the two steps of a sign-in, where hashing leaves a quarter of a second.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from passlib.context import CryptContext
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from intarsia.accounts import service as accounts
from intarsia.auth.credentials import Proof
from intarsia.auth.issuing import Issuer, SignedIn
from intarsia.auth.keys import load_secrets
from intarsia.auth.passwords import PasswordHasher
from intarsia.auth.service import AuthService, Device
from intarsia.auth.store import AuthSessionRow
from intarsia.auth.tokens import TokenService
from intarsia.changes import ChangeFeed
from intarsia.config import Settings
from intarsia.database import readers, writers
from intarsia.errors import Unauthenticated
from intarsia.trail import Act, AuditRow
from intarsia.users import service as users
from intarsia.users.store import UserRow
from tests.conftest import FakeClock, unlimited

RIGHT = "user123"
DEVICE = Device("", "")
LEGACY = CryptContext(schemes=["bcrypt"], bcrypt__rounds=4)


class Scene:
    """Signs a demo user in, step by step."""

    def __init__(self, engine: AsyncEngine, auth: AuthService) -> None:
        self.writers, self.readers, self.auth = writers(engine), readers(engine), auth

    async def prove(self, password: str = RIGHT) -> Proof:
        async with self.readers() as reader:
            return await self.auth.check_password(reader, "user", password, DEVICE)

    async def sign_in(self, proof: Proof) -> SignedIn:
        async with self.writers.begin() as session:
            return await self.auth.sign_in(session, proof, DEVICE)

    async def user(self) -> UserRow:
        async with self.readers() as reader:
            found = await users.find_by_login(reader, "user")
        assert found is not None
        return found

    async def change(self, **values: object) -> None:
        act = Act("admin", self.auth.clock.now())
        async with self.writers.begin() as session:
            await accounts.change(session, act, (await self.user()).id, values, None)

    async def become_legacy(self, made: str) -> None:
        async with self.writers.begin() as session:
            row = update(UserRow).where(UserRow.username == "user")
            await session.execute(row.values(password_hash=made))

    async def live(self) -> int:
        async with self.readers() as reader:
            rows = await reader.scalars(
                select(AuthSessionRow).where(AuthSessionRow.revoked_at.is_(None))
            )
            return len(rows.all())


@pytest.fixture
async def scene(engine: AsyncEngine, settings: Settings, clock: FakeClock) -> AsyncIterator[Scene]:
    hasher = PasswordHasher(rounds=4)
    tokens = TokenService(load_secrets(settings), issuer=settings.public_url)
    life = timedelta(minutes=15)
    issuer = Issuer(tokens, clock, ChangeFeed(readers(engine), clock, history=life), life)
    yield Scene(engine, AuthService(issuer, hasher, clock, life, unlimited(clock)))
    hasher.close()


class TestChangedMeanwhile:
    async def test_password_change_refuses_the_sign_in(self, scene: Scene) -> None:
        proof = await scene.prove()
        await scene.change(password_hash=await scene.auth.passwords.hash("another-9-veneers"))

        with pytest.raises(Unauthenticated) as refused:
            await scene.sign_in(proof)

        assert (refused.value.code, await scene.live()) == ("invalid_credentials", 0)

    async def test_deactivation_refuses_the_sign_in(self, scene: Scene) -> None:
        proof = await scene.prove()
        await scene.change(is_active=False)

        with pytest.raises(Unauthenticated) as refused:
            await scene.sign_in(proof)

        assert (refused.value.code, await scene.live()) == ("account_inactive", 0)

    async def test_removal_refuses_the_sign_in(self, scene: Scene) -> None:
        proof = await scene.prove()
        act = Act("admin", scene.auth.clock.now())
        async with scene.writers.begin() as session:
            await accounts.delete(session, act, proof.user_id, None)

        with pytest.raises(Unauthenticated) as refused:
            await scene.sign_in(proof)

        assert refused.value.code == "invalid_credentials"

    async def test_role_change_gives_the_new_role(self, scene: Scene) -> None:
        proof = await scene.prove()
        await scene.change(role="viewer")

        signed_in = await scene.sign_in(proof)

        claims = scene.auth.issuer.tokens.read_access(signed_in.access_token)
        assert (claims.role, claims.epoch) == ("viewer", 1)


class TestUnderWay:
    """The other transaction holds the row, and commits while the sign-in waits for it."""

    @pytest.mark.parametrize("values", [{"is_active": False}, {"password_hash": "x"}], ids=str)
    async def test_sign_in_waits_and_is_refused(
        self, scene: Scene, values: dict[str, object]
    ) -> None:
        proof = await scene.prove()
        act = Act("admin", scene.auth.clock.now())
        async with scene.writers.begin() as session:
            await accounts.change(session, act, proof.user_id, dict(values), None)
            waiting = asyncio.create_task(scene.sign_in(proof))
            done, _ = await asyncio.wait({waiting}, timeout=0.2)
            assert not done

        with pytest.raises(Unauthenticated):
            await waiting
        assert await scene.live() == 0

    async def test_change_waits_for_a_sign_in_and_ends_it(self, scene: Scene) -> None:
        proof = await scene.prove()
        async with scene.writers.begin() as session:
            await scene.auth.sign_in(session, proof, DEVICE)
            waiting = asyncio.create_task(scene.change(is_active=False))
            done, _ = await asyncio.wait({waiting}, timeout=0.2)
            assert not done
        await waiting

        assert await scene.live() == 0


@pytest.mark.attack(37)
class TestLegacyHash:
    @pytest.mark.parametrize("ident", ["2a", "2b", "2y"])
    async def test_is_accepted_once_and_upgraded(self, scene: Scene, ident: str) -> None:
        made = LEGACY.hash("user123").replace("$2b$", f"${ident}$", 1)
        await scene.become_legacy(made)
        before = await scene.user()

        await scene.sign_in(await scene.prove())

        after = await scene.user()
        assert before.password_hash == made
        assert after.password_hash.startswith("$bcrypt-sha256$")
        assert (after.epoch, after.revision) == (before.epoch, before.revision)
        proof = await scene.prove()
        assert proof.upgraded is None
        await scene.sign_in(proof)
        async with scene.readers() as reader:
            found = await reader.scalars(
                select(AuditRow.action).where(AuditRow.target == f"user:{after.id}")
            )
            assert found.all() == ["user.hash_upgraded"]

    async def test_wrong_password_upgrades_nothing(self, scene: Scene) -> None:
        made = LEGACY.hash("user123")
        await scene.become_legacy(made)

        with pytest.raises(Unauthenticated):
            await scene.prove("wrong")

        assert (await scene.user()).password_hash == made

    async def test_two_sign_ins_at_once_both_come_in_and_upgrade_once(self, scene: Scene) -> None:
        await scene.become_legacy(LEGACY.hash("user123"))
        proofs = [await scene.prove(), await scene.prove()]

        await scene.sign_in(proofs[0])
        await scene.sign_in(proofs[1])

        assert (await scene.user()).password_hash == proofs[0].upgraded
        assert await scene.live() == 2

    async def test_upgrade_never_undoes_a_password_change(self, scene: Scene) -> None:
        await scene.become_legacy(LEGACY.hash("user123"))
        proof = await scene.prove()
        changed = await scene.auth.passwords.hash("another-9-veneers")
        await scene.change(password_hash=changed)

        with pytest.raises(Unauthenticated):
            await scene.sign_in(proof)

        assert (await scene.user()).password_hash == changed

    async def test_a_full_queue_puts_the_upgrade_off(
        self, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = LEGACY.hash("user123")
        await scene.become_legacy(made)
        hasher = scene.auth.passwords
        verify = hasher.verify

        async def and_then_full(password: str, password_hash: str | None) -> bool:
            matches = await verify(password, password_hash)
            hasher.waiting = 1000
            return matches

        monkeypatch.setattr(hasher, "verify", and_then_full)
        await scene.sign_in(await scene.prove())

        assert (await scene.user()).password_hash == made
