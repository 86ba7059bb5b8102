"""What is aimed at, and whether a figure gets there."""

from typing import NamedTuple


class Target(NamedTuple):
    """The most that ours may cost, and the most that it should."""

    must: float
    aim: float

    def verdict(self, figure: float) -> str:
        """Say how a figure stands."""
        if figure <= self.aim:
            return f"aim met (≤ {self.aim:g})"
        if figure <= self.must:
            return f"must met (≤ {self.must:g}), aim missed (≤ {self.aim:g})"
        return f"must missed (≤ {self.must:g})"


MEMORY = Target(110, 90)  # megabytes
HEALTH = Target(25, 10)  # milliseconds, 99th percentile
# Ours divided by the peer.
KNOWN = {
    "floor": Target(1.7, 1.4),
    "express": Target(0.62, 0.52),
    "template": Target(0.125, 0.1),
    "users": Target(0.125, 0.1),
}
NEW = {"floor": Target(2.6, 2.3)}
REFRESH_SQLITE = {"dict_refresh": Target(1.5, 1.3)}
REFRESH_POSTGRES = {"express_refresh": Target(0.8, 0.65)}
