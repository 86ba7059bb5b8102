"""What goes over the wire."""

import zoneinfo
from enum import StrEnum
from functools import cache
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints

from intarsia.schemas import Outgoing, Strict


class ThemeMode(StrEnum):
    """How the pages look; `system` follows the device."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"
    CONTRAST = "contrast"


class Language(StrEnum):
    """What the pages speak."""

    EN = "en"
    DE = "de"


@cache
def time_zones() -> frozenset[str]:
    """Return the IANA names that this machine knows; looked up once, it reads many files."""
    return frozenset(zoneinfo.available_timezones() | {"UTC"})


def require_time_zone(value: str) -> str:
    """Raise ValueError for what is no IANA name."""
    if value not in time_zones():
        raise ValueError("is no IANA time zone, such as Europe/Berlin")
    return value


Color = Annotated[
    str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$"), Field(description="`#rrggbb`.")
]
TimeZone = Annotated[
    str,
    StringConstraints(max_length=64),
    AfterValidator(require_time_zone),
    Field(description="IANA name."),
]
Switch = Annotated[bool, Field(strict=True)]


# None is what `system` is for colours: as the browser says, which knows where its reader is.
BrowserLanguage = Annotated[Language | None, Field(description="Null: the browser's own.")]
BrowserTimeZone = Annotated[TimeZone | None, Field(description="Null: the browser's own.")]


class UserSettings(Outgoing):
    """All settings, as they hold for one person or by default."""

    theme_mode: ThemeMode = ThemeMode.SYSTEM
    primary_color: Color = "#1d5f55"
    secondary_color: Color = "#855300"
    language: BrowserLanguage = None
    timezone: Annotated[str | None, Field(description="Null: the browser's own.")] = None
    notifications_enabled: Switch = True
    email_notifications: Switch = True
    push_notifications: Switch = False
    auto_save: Switch = True
    compact_mode: Switch = False


class SettingsWrite(Strict):
    """Some settings (see `data.schemas.DataPatch` for the values made here)."""

    theme_mode: ThemeMode = Field(default_factory=lambda: ThemeMode.SYSTEM)
    primary_color: Color = Field(default_factory=str)
    secondary_color: Color = Field(default_factory=str)
    language: BrowserLanguage = Field(default_factory=lambda: None)
    timezone: BrowserTimeZone = Field(default_factory=lambda: None)
    notifications_enabled: Switch = Field(default_factory=bool)
    email_notifications: Switch = Field(default_factory=bool)
    push_notifications: Switch = Field(default_factory=bool)
    auto_save: Switch = Field(default_factory=bool)
    compact_mode: Switch = Field(default_factory=bool)

    def chosen(self) -> dict[str, Any]:
        """Return what was named, as JSON can carry it."""
        return self.model_dump(mode="json", exclude_unset=True)
