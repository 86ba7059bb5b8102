import asyncio
import threading
from collections.abc import AsyncIterator

import pytest
from passlib.context import CryptContext

from intarsia.auth.passwords import QUEUE, THREADS, PasswordHasher
from intarsia.errors import Unavailable

LEGACY = CryptContext(schemes=["bcrypt"], bcrypt__rounds=4)


@pytest.fixture
async def hasher() -> AsyncIterator[PasswordHasher]:
    hasher = PasswordHasher(rounds=4)
    yield hasher
    hasher.close()


class TestVerify:
    async def test_accepts_the_password_and_no_other(self, hasher: PasswordHasher) -> None:
        made = await hasher.hash("correct horse")

        assert await hasher.verify("correct horse", made)
        assert not await hasher.verify("correct hors", made)

    async def test_tells_apart_passwords_that_differ_after_72_bytes(
        self, hasher: PasswordHasher
    ) -> None:
        made = await hasher.hash("x" * 100 + "a")

        assert not await hasher.verify("x" * 100 + "b", made)

    async def test_accepts_a_legacy_bcrypt_hash_that_wants_an_upgrade(
        self, hasher: PasswordHasher
    ) -> None:
        legacy = LEGACY.hash("old password")

        assert await hasher.verify("old password", legacy)
        assert hasher.needs_upgrade(legacy)
        assert not hasher.needs_upgrade(await hasher.hash("old password"))

    async def test_wants_fewer_rounds_upgraded(self, hasher: PasswordHasher) -> None:
        assert PasswordHasher(rounds=5).needs_upgrade(await hasher.hash("x"))

    @pytest.mark.parametrize(
        "odd",
        ["x", "!", "$2b$", "$2b$04$short", "$2x$04$" + "a" * 53, "$bcrypt-sha256$", "é" * 60, "\0"],
    )
    async def test_odd_legacy_hash_is_a_failed_login(
        self, hasher: PasswordHasher, odd: str
    ) -> None:
        assert not await hasher.verify("password", odd)

    @pytest.mark.parametrize("odd", ["a\0b", "x" * 73, "\ud800"])
    async def test_password_that_bcrypt_can_not_take_is_a_failed_login(
        self, hasher: PasswordHasher, odd: str
    ) -> None:
        assert not await hasher.verify(odd, LEGACY.hash("password"))

    async def test_unknown_user_costs_the_same_one_hash(
        self, hasher: PasswordHasher, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = await hasher.hash("password")
        calls: list[str] = []
        verify = hasher.context.verify

        def counted(password: str, password_hash: str) -> bool:
            calls.append(password_hash)
            return bool(verify(password, password_hash))

        monkeypatch.setattr(hasher.context, "verify", counted)
        assert not await hasher.verify("wrong", made)
        assert not await hasher.verify("wrong", None)

        assert len(calls) == 2
        schemes = {hasher.context.identify(each) for each in calls}
        assert schemes == {"bcrypt_sha256"}
        assert [hasher.needs_upgrade(each) for each in calls] == [False, False]


class TestStorm:
    async def test_two_threads_hash_and_what_does_not_fit_the_queue_is_refused_at_once(
        self, hasher: PasswordHasher, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        go, running, most = threading.Event(), [0], [0]

        def slow(_password: str) -> str:
            running[0] += 1
            most[0] = max(most[0], running[0])
            go.wait(10)
            running[0] -= 1
            return "hash"

        monkeypatch.setattr(hasher.context, "hash", slow)
        fitting = [asyncio.create_task(hasher.hash("x")) for _ in range(THREADS + QUEUE)]
        await asyncio.sleep(0)  # lets every task take its place

        with pytest.raises(Unavailable) as refusal:
            await hasher.hash("one too many")

        assert refusal.value.code == "busy"
        assert int(refusal.value.headers["Retry-After"]) > 0
        go.set()
        assert await asyncio.gather(*fitting) == ["hash"] * (THREADS + QUEUE)
        assert most[0] <= THREADS
        assert hasher.waiting == 0
