"""How mails leave: through a mail server, or into a folder where there is none."""

from intarsia.auth.keys import read_secret
from intarsia.config import Settings
from intarsia.mail.base import Mailer
from intarsia.mail.folder import FolderMailer
from intarsia.mail.smtp import SmtpMailer, read_url


def open_mailer(settings: Settings) -> Mailer:
    """Return what the settings ask for; raise WrongMailUrl for a URL that is none."""
    url = read_secret(settings, "SMTP_URL", settings.smtp_url)
    if url:
        return SmtpMailer(read_url(url), settings.mail_from)
    return FolderMailer(
        settings.data_dir / "mails", settings.mail_from, logs_links=not settings.is_production
    )
