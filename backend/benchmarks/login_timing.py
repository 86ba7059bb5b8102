"""Does a refused sign-in, or asking for a new password, tell by its time whether there is a user?

    python benchmarks/login_timing.py [http://localhost:8000] [tries]

Signs in with a wrong password and as an unknown user, and asks for links for a known and an unknown
address, by turns in any order, each `tries` times (200), and prints the medians. Exits with 1 when
two that belong together differ by more than 10 %.
The platform has to run with `RATE_LIMITS=false`: ten wrong passwords are all that one address has.
"""

import json
import random
import statistics
import sys
import time
import urllib.error
import urllib.request

PAIRS = {
    "login": (
        {"username": "admin", "password": "not the password"},
        {"username": "nobody", "password": "not the password"},
    ),
    "password-reset": ({"email": "admin@example.com"}, {"email": "nobody@example.com"}),
}
EXPECTED = {"login": 401, "password-reset": 202}
ALLOWED = 0.10


def seconds(url: str, call: str, body: dict[str, str]) -> float:
    """Return how long one call takes; a limit that was reached would measure nothing."""
    request = urllib.request.Request(  # noqa: S310 (the address is the caller's own)
        f"{url}/api/auth/{call}",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    began = time.perf_counter()
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            status = answer.status
    except urllib.error.HTTPError as error:
        status = error.code
        error.close()
    took = time.perf_counter() - began
    if status != EXPECTED[call]:
        raise SystemExit(f"{call} answered {status}; raise the limits to measure it")
    return took


def compare(url: str, call: str, tries: int) -> float:
    """Print both medians; return how far they are apart."""
    times: dict[str, list[float]] = {"known": [], "unknown": []}
    bodies = list(zip(times, PAIRS[call], strict=True))
    for _ in range(tries):
        random.shuffle(bodies)  # whoever comes second finds the caches warm
        for who, body in bodies:
            times[who].append(seconds(url, call, body))
    medians = {who: statistics.median(each) for who, each in times.items()}
    for who, median in medians.items():
        print(f"{call:15} {who:8} {median * 1000:8.2f} ms")  # noqa: T201 (its purpose)
    ratio = medians["unknown"] / medians["known"]
    print(f"{call:15} {'ratio':8} {ratio:8.3f}")  # noqa: T201
    return abs(ratio - 1)


def main(url: str = "http://localhost:8000", tries: str = "200") -> int:
    """Measure and print."""
    return int(max([compare(url, call, int(tries)) for call in PAIRS]) > ALLOWED)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
