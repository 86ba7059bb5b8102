"""The targets: ours divided by a peer's, at most."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """What a ratio must be, and should be."""

    peer: str  # how the peer's name begins
    must: float
    aim: float | None = None

    def verdict(self, ratio: float) -> str:
        """Return a word on a ratio."""
        if self.aim is not None and ratio <= self.aim:
            return f"aim met (≤ {self.aim})"
        goal = f", aim {self.aim}" if self.aim is not None else ""
        return (
            f"must met (≤ {self.must}{goal})" if ratio <= self.must else f"MISSED (> {self.must})"
        )


T6 = (
    Target("raw ASGI", 1.4, 1.2),
    Target("Starlette", 0.11),
    Target("express.static", 0.17),
    Target("nginx", 3.5, 2.8),
)
T6B = (Target("raw ASGI", 1.5, 1.25),)
T7 = (Target("raw ASGI", 1.5, 1.2),)
T9 = (Target("raw ASGI", 1.8, 1.4), Target("express", 0.4))
