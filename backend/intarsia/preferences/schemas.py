"""What goes over the wire, and into a guest's cookie."""

from typing import Any

from pydantic import Field

from intarsia.schemas import Outgoing, Strict
from intarsia.settings.schemas import BrowserLanguage, Switch, ThemeMode, UserSettings

# The settings that preferences are, under their own names.
NAMES = {"theme": "theme_mode", "notifications": "notifications_enabled", "language": "language"}


class Preferences(Outgoing):
    """What holds for the caller."""

    theme: ThemeMode
    notifications: bool
    language: BrowserLanguage


class PreferencesWrite(Strict):
    """Some preferences; what is left out stays."""

    theme: ThemeMode = Field(default_factory=lambda: ThemeMode.SYSTEM)
    notifications: Switch = Field(default_factory=bool)
    language: BrowserLanguage = Field(default_factory=lambda: None)

    def chosen(self) -> dict[str, Any]:
        """Return what was named, as JSON can carry it."""
        return self.model_dump(mode="json", exclude_unset=True)


def as_settings(chosen: dict[str, Any]) -> dict[str, Any]:
    """Return preferences under the settings' names."""
    return {NAMES[name]: value for name, value in chosen.items()}


def as_preferences(settings: UserSettings, chosen: dict[str, Any]) -> Preferences:
    """Return what a guest chose over what holds for everybody."""
    held = {name: getattr(settings, NAMES[name]) for name in NAMES}
    return Preferences.model_validate({**held, **chosen})
