"""The mails that a development server writes to its folder."""

import email
import email.policy
import re

from tests.e2e.server import Server, wait_until

LINK = re.compile(r"http\S+#token=\S+")


def mails_to(server: Server, address: str) -> list[str]:
    """Return the texts of all mails to an address, the oldest first."""
    folder = server.folder / "data" / "mails"
    read = [
        email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        for file in sorted(folder.glob("*.eml"))
    ]
    bodies = [mail.get_body(("plain",)) for mail in read if address in str(mail["To"])]
    return [body.get_content() for body in bodies if body is not None]


def link_to(server: Server, address: str, path: str) -> str:
    """Wait for a mail with a link to a page; return the newest such link."""

    def links() -> list[str]:
        found = [link for text in mails_to(server, address) for link in LINK.findall(text)]
        return [link for link in found if path in link]

    wait_until(lambda: bool(links()), 20)
    return links()[-1]
