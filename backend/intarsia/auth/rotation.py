"""The table of contracts §3 as one pure function: what a presented refresh token is worth.

    #  presented g, stored c                                outcome
    1  revoked, expired, user inactive                      refused
    2  g = c, never rotated or at least GRACE ago           ROTATE
    3  g = c, rotated less than GRACE ago                   KEEP
    4  g = c-1, rotated at most GRACE ago                   CURRENT
    5  g = c-1, later, c not confirmed                      LOST_RESPONSE
    6  g = c-1, later, c confirmed; or g < c-1              REUSE
    7  g > c                                                AHEAD

Rule 0, a token that does not verify, never comes here. docs/refresh.md tells the story.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto


class Outcome(Enum):
    """What to do with a presented refresh token."""

    REVOKED = auto()
    EXPIRED = auto()
    INACTIVE = auto()
    ROTATE = auto()
    KEEP = auto()
    CURRENT = auto()
    LOST_RESPONSE = auto()
    REUSE = auto()
    AHEAD = auto()


@dataclass(frozen=True, slots=True)
class Lineage:
    """The stored state that decides."""

    gen: int
    confirmed_gen: int
    rotated_at: datetime | None
    absolute_expires_at: datetime
    revoked_at: datetime | None
    is_active: bool


def decide(lineage: Lineage, presented: int, now: datetime, grace: timedelta) -> Outcome:
    """Return the outcome for generation `presented` at time `now`."""
    if lineage.revoked_at is not None:
        return Outcome.REVOKED
    if lineage.absolute_expires_at <= now:
        return Outcome.EXPIRED
    if not lineage.is_active:
        return Outcome.INACTIVE
    if presented > lineage.gen:
        return Outcome.AHEAD
    if presented == lineage.gen:
        return Outcome.KEEP if age(lineage, now, grace) < grace else Outcome.ROTATE
    if presented < lineage.gen - 1:
        return Outcome.REUSE
    return decide_previous(lineage, now, grace)


def decide_previous(lineage: Lineage, now: datetime, grace: timedelta) -> Outcome:
    """Judge the generation before the current one."""
    if age(lineage, now, grace) <= grace:
        return Outcome.CURRENT
    confirmed = lineage.confirmed_gen >= lineage.gen
    return Outcome.REUSE if confirmed else Outcome.LOST_RESPONSE


def age(lineage: Lineage, now: datetime, grace: timedelta) -> timedelta:
    """Return how long ago the last rotation was: ages if never, or if the clock was set back."""
    if lineage.rotated_at is None or lineage.rotated_at > now + grace:
        return timedelta.max
    return now - lineage.rotated_at
