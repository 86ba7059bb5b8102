"""Which new passwords are refused: those that everybody tries first (NIST SP 800-63B §5.1.1.2).

Nothing is asked of a password but its length and that it is hard to guess. It is compared and
hashed in Unicode's form NFC, so that an `é` typed on one keyboard is the `é` typed on another;
nothing else about it is changed, and blanks count.
"""

import itertools
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib import resources

from pydantic import SecretStr
from pydantic_core import PydanticCustomError

from intarsia.errors import InvalidInput
from intarsia.schemas import refuse_unstorable

SHORTEST, LONGEST = 8, 128  # code points in form NFC
LONGEST_RAW = 4 * LONGEST  # in any other form a letter takes at most four

# What the shipped list does not have: its sources spoke English.
_WORDS = """
passwort qwertz qwertzui qwertzuiop azertyuiop hallo hallohallo schatz sommer winter frühling
herbst geheim ficken schalke04 bayern münchen berlin hamburg deutschland changeme changeit
administrateur administrator motdepasse contraseña passw0rd p@ssw0rd p@ssword pa55word intarsia
"""
ENDING = "0123456789!?.,-_#$%&*+@"
SHORTEST_NAME = 3  # a name of one letter is in nearly everything


def normal(password: str) -> str:
    """Return the form in which a password is compared and hashed."""
    return unicodedata.normalize("NFC", password)


@cache
def common() -> frozenset[str]:
    """Return what everybody tries first; read when the first password is set."""
    text = resources.files("intarsia.auth").joinpath("common_passwords.txt")
    lines = text.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line[:2] != "# ") | frozenset(_WORDS.split())


def fit(password: SecretStr) -> SecretStr:
    """Raise an error for a password that can't be anybody's: too long, or none."""
    text = password.get_secret_value()
    if len(text) > LONGEST_RAW or len(normal(text)) > LONGEST:
        raise PydanticCustomError("password_too_long", "has more than 128 characters")
    if not text:
        raise PydanticCustomError("password_too_short", "is empty")
    return password


def refuse_guessable(password: SecretStr) -> SecretStr:
    """Raise an error for a password that nobody should have; the message does not repeat it."""
    text = normal(refuse_unstorable(fit(password).get_secret_value()))
    if len(text) < SHORTEST:
        raise PydanticCustomError("password_too_short", "has fewer than 8 characters")
    if is_common(text):
        message = "is one of the passwords that are tried first; choose another"
        raise PydanticCustomError("password_too_common", message)
    return password


def is_common(text: str) -> bool:
    """Whether a password, or what is left without the digits and marks at its end, is known."""
    plain = text.casefold()
    return plain in common() or plain.rstrip(ENDING) in common() or is_series(plain)


def is_series(text: str) -> bool:
    """Whether a text repeats one to three characters, or counts up or down."""
    if any(text == (text[:size] * len(text))[: len(text)] for size in (1, 2, 3)):
        return True
    steps = {(ord(after) - ord(before)) % 10 for before, after in itertools.pairwise(text)}
    return text.isdecimal() and steps in ({1}, {9})


def is_own_name(password: str, names: Iterable[str]) -> bool:
    """Whether a password is one of its owner's names, digits and marks at its end aside."""
    given = {plain(password), plain(password).rstrip(ENDING)}
    return any(form in given for name in names for form in forms_of(name))


def forms_of(name: str) -> set[str]:
    """Return what somebody may type as their name: with and without blanks, domain or digits."""
    whole = plain(name)
    forms = {whole, whole.partition("@")[0], "".join(whole.split())}
    forms |= {form.rstrip(ENDING) for form in forms}
    return {form for form in forms if len(form) >= SHORTEST_NAME}


def plain(text: str) -> str:
    """Return a text without case or width."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def refuse_own_names(password: SecretStr, names: Iterable[str | None]) -> SecretStr:
    """Raise an error for a password that is its owner's address, username or name."""
    if is_own_name(password.get_secret_value(), [name for name in names if name]):
        raise PydanticCustomError("password_is_a_name", "is your own name or address")
    return password


def require_not_own(password: str, names: Iterable[str], field: str) -> None:
    """Raise InvalidInput, in the shape of a schema's error, where the names are the database's."""
    if is_own_name(password, names):
        error = {
            "loc": ["body", field],
            "msg": "is your own name or address",
            "type": "password_is_a_name",
        }
        detail = "The request does not fit the schema."
        raise InvalidInput(detail, code="invalid_request", errors=[error])
