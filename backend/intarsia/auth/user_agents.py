"""What a person would call the device behind a User-Agent.

Browsers have frozen what they say of themselves (User-Agent reduction), so a few rules tell all
that can be told; which of the many Chromes it is, cannot. The first rule that matches counts:
nearly every browser also names those that it wants to be taken for.
"""

import re
from functools import lru_cache

UNKNOWN = "Unknown device"
LONGEST = 512
LONGEST_PROGRAM = 40

BROWSERS = (
    (r"Edg(?:A|iOS)?/", "Edge"),
    (r"OPR/|Opera", "Opera"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"Vivaldi/", "Vivaldi"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"Headless|Chromium/", "Chromium"),
    (r"Chrome/|CriOS/", "Chrome"),
    (r"Version/[\d.]+ .*Safari/", "Safari"),
)
SYSTEMS = (
    (r"iPhone|iPod", "iPhone"),
    (r"iPad", "iPad"),
    (r"Android", "Android"),
    (r"CrOS", "ChromeOS"),
    (r"Windows", "Windows"),
    (r"Macintosh|Mac OS X", "macOS"),
    (r"Linux|X11", "Linux"),
)
PROGRAM = re.compile(r"([A-Za-z][A-Za-z0-9_. -]*?)(?:/|$| \()")


@lru_cache(maxsize=2048)
def describe(user_agent: str) -> str:
    """Return for example `Firefox on Windows`; of a program, its name."""
    text = user_agent[:LONGEST]
    system = first(SYSTEMS, text)
    browser = first(BROWSERS, text)
    if browser is not None:
        return f"{browser} on {system}" if system else browser
    program = PROGRAM.match(text)
    if program is not None and program[1] != "Mozilla":
        return program[1][:LONGEST_PROGRAM].strip()
    return f"Browser on {system}" if system else UNKNOWN


def first(rules: tuple[tuple[str, str], ...], text: str) -> str | None:
    """Return what the first matching rule says."""
    return next((name for pattern, name in rules if re.search(pattern, text)), None)
