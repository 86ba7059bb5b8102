"""What the mails say, in the languages that the pages speak; subjects hold nothing secret."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from string import Template

from intarsia.mail.base import Mail
from intarsia.settings.schemas import Language
from intarsia.users.store import UserRow


@dataclass(frozen=True, slots=True)
class Words:
    """One mail in one language."""

    subject: str
    body: str
    button: str = ""
    note: str = ""


VERIFY: Mapping[Language, Words] = {
    Language.EN: Words(
        "Confirm your email address",
        "Please confirm that this is your email address.",
        "Confirm address",
        "The link is good for three days. If you did not sign up, ignore this mail.",
    ),
    Language.DE: Words(
        "Bestätigen Sie Ihre E-Mail-Adresse",
        "Bitte bestätigen Sie, dass dies Ihre E-Mail-Adresse ist.",
        "Adresse bestätigen",
        "Der Link gilt drei Tage. Wenn Sie sich nicht angemeldet haben, ist nichts zu tun.",
    ),
}
RESET: Mapping[Language, Words] = {
    Language.EN: Words(
        "Choose a new password",
        "Somebody, hopefully you, asked for a new password for your account.",
        "Choose a password",
        "The link is good for one hour and works once. If it was not you, ignore this mail:"
        " your password stays as it is.",
    ),
    Language.DE: Words(
        "Wählen Sie ein neues Passwort",
        "Jemand, hoffentlich Sie, möchte für Ihr Konto ein neues Passwort setzen.",
        "Passwort wählen",
        "Der Link gilt eine Stunde und nur einmal. Wenn Sie das nicht waren, ist nichts zu tun:"
        " Ihr Passwort bleibt, wie es ist.",
    ),
}
CHANGED: Mapping[Language, Words] = {
    Language.EN: Words(
        "Your password was changed",
        "The password of your account was changed, and all other sign-ins were ended.",
        note="If it was not you, choose a new one at once: “Forgotten password” is on the"
        " sign-in page.",
    ),
    Language.DE: Words(
        "Ihr Passwort wurde geändert",
        "Das Passwort Ihres Kontos wurde geändert; alle anderen Anmeldungen wurden beendet.",
        note="Wenn Sie das nicht waren, setzen Sie sofort ein neues: „Passwort vergessen“ steht auf"
        " der Anmeldeseite.",
    ),
}
GREETINGS = {Language.EN: "Hello $name,", Language.DE: "Guten Tag $name,"}

HTML = Template("""\
<!doctype html>
<html lang="$language"><body style="font-family: sans-serif; line-height: 1.5; color: #1c1c1c">
<p>$greeting</p>
<p>$body</p>
$link<p>$note</p>
<p style="color: #5c5c5c">$site</p>
</body></html>
""")
LINK = Template("""\
<p><a href="$url" style="color: #1d5f55; font-weight: bold">$button</a></p>
<p style="word-break: break-all">$url</p>
""")


def write(
    words: Mapping[Language, Words],
    user: UserRow,
    language: Language,
    site: str,
    link: str | None = None,
) -> Mail:
    """Return a mail to a user in their language."""
    said = words[language]
    greeting = Template(GREETINGS[language]).substitute(name=user.full_name)
    text = [greeting, said.body, *([link] if link else []), said.note, site]
    html = HTML.substitute(
        language=language,
        greeting=escape(greeting),
        body=escape(said.body),
        link=LINK.substitute(url=escape(link), button=escape(said.button)) if link else "",
        note=escape(said.note),
        site=escape(site),
    )
    return Mail(user.email, said.subject, "\n\n".join(text) + "\n", html, link)
