"""The table of contracts §3, row by row; row 0 is the verifier's (test_tokens.py)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from intarsia.auth.rotation import Lineage, Outcome, decide

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
GRACE = timedelta(seconds=30)
TICK = timedelta(microseconds=1)
FRESH = Lineage(
    gen=5,
    confirmed_gen=4,
    rotated_at=NOW - timedelta(hours=1),
    absolute_expires_at=NOW + timedelta(days=1),
    revoked_at=None,
    is_active=True,
)


def after(ago: timedelta, presented: int, confirmed: int = 4) -> Outcome:
    return decide(
        replace(FRESH, rotated_at=NOW - ago, confirmed_gen=confirmed), presented, NOW, GRACE
    )


class TestRow1:
    @pytest.mark.parametrize("presented", [3, 4, 5, 6])
    def test_revoked_is_refused_before_anything_else(self, presented: int) -> None:
        lineage = replace(FRESH, revoked_at=NOW, absolute_expires_at=NOW, is_active=False)

        assert decide(lineage, presented, NOW, GRACE) is Outcome.REVOKED

    @pytest.mark.attack(21)
    def test_expires_at_the_very_moment(self) -> None:
        assert decide(replace(FRESH, absolute_expires_at=NOW), 5, NOW, GRACE) is Outcome.EXPIRED
        alive = replace(FRESH, absolute_expires_at=NOW + TICK)
        assert decide(alive, 5, NOW, GRACE) is Outcome.ROTATE

    def test_inactive_user_is_refused(self) -> None:
        assert decide(replace(FRESH, is_active=False), 5, NOW, GRACE) is Outcome.INACTIVE


class TestRows2And3:
    def test_current_never_rotated_rotates(self) -> None:
        lineage = replace(FRESH, gen=0, confirmed_gen=-1, rotated_at=None)

        assert decide(lineage, 0, NOW, GRACE) is Outcome.ROTATE

    @pytest.mark.attack(12)
    @pytest.mark.parametrize(
        ("ago", "outcome"),
        [
            (timedelta(0), Outcome.KEEP),
            (GRACE - TICK, Outcome.KEEP),
            (GRACE, Outcome.ROTATE),
            (GRACE + TICK, Outcome.ROTATE),
        ],
    )
    def test_current_rotates_once_the_grace_is_over(self, ago: timedelta, outcome: Outcome) -> None:
        assert after(ago, presented=5) is outcome


class TestRows4To6:
    @pytest.mark.attack(12)
    @pytest.mark.parametrize("confirmed", [4, 5])
    @pytest.mark.parametrize("ago", [timedelta(0), GRACE - TICK, GRACE])
    def test_previous_within_the_grace_gets_the_current(
        self, ago: timedelta, confirmed: int
    ) -> None:
        assert after(ago, 4, confirmed) is Outcome.CURRENT

    @pytest.mark.attack(13)
    def test_previous_later_is_a_lost_answer_while_the_current_is_not_confirmed(self) -> None:
        assert after(GRACE + TICK, 4, confirmed=4) is Outcome.LOST_RESPONSE

    @pytest.mark.attack(13)
    def test_previous_later_is_reuse_once_the_current_is_confirmed(self) -> None:
        assert after(GRACE + TICK, 4, confirmed=5) is Outcome.REUSE

    @pytest.mark.attack(14)
    @pytest.mark.parametrize("ago", [timedelta(0), GRACE, timedelta(hours=1)])
    @pytest.mark.parametrize("presented", [0, 3])
    def test_anything_older_is_reuse(self, presented: int, ago: timedelta) -> None:
        assert after(ago, presented) is Outcome.REUSE


@pytest.mark.attack(18)
class TestRow7:
    def test_a_generation_that_the_database_never_had_is_ahead(self) -> None:
        assert after(timedelta(hours=1), presented=6) is Outcome.AHEAD


@pytest.mark.attack(22)
class TestClockSetBack:
    def test_a_rotation_far_in_the_future_counts_as_past(self) -> None:
        assert after(-GRACE - TICK, presented=5) is Outcome.ROTATE
        assert after(-GRACE - TICK, presented=4) is Outcome.LOST_RESPONSE

    def test_a_rotation_slightly_in_the_future_counts_as_just_now(self) -> None:
        assert after(-GRACE, presented=5) is Outcome.KEEP
        assert after(-GRACE, presented=4) is Outcome.CURRENT
