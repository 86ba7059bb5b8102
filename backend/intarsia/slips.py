"""Names of settings that somebody misspelt: without a word they would set nothing."""

from collections.abc import Iterable
from difflib import get_close_matches

from pydantic import AliasChoices
from pydantic.fields import FieldInfo

from intarsia.config import Limits, Settings

NEARLY = 0.85  # how alike two names are when one is taken for a slip of the other


def misspelt(names: Iterable[str]) -> dict[str, str]:
    """Return those names that are no setting and nearly one, each with that one."""
    known = {variable(name, field) for name, field in Settings.model_fields.items()}
    known |= {variable(name, field) for name, field in Limits.model_fields.items()}
    found = ((name, get_close_matches(name, known, 1, NEARLY)) for name in names)
    return {name: near[0] for name, near in found if near and name not in known}


def variable(name: str, field: FieldInfo) -> str:
    """Return the environment variable of a setting."""
    alias = field.validation_alias
    return str(alias.choices[0]) if isinstance(alias, AliasChoices) else name.upper()
