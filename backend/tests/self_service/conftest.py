"""A person with an account, and the mails that they get."""

import email
import email.policy
import re
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient

Headers = dict[str, str]
Register = Callable[..., httpx2.Response]
Mails = Callable[[], list[EmailMessage]]
PASSWORD = "marquetry-9-veneers"
ANOTHER = "intaglio-7-burins"
CHANGE = {"current_password": PASSWORD, "new_password": ANOTHER}
ADDRESS = {"email": "ann@example.com"}
PATH = "/api/auth/password"
ANN = {"name": "Ann Wood", "email": "ann@example.com", "password": PASSWORD}


def bearer(answer: httpx2.Response) -> Headers:
    assert answer.is_success, answer.text
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def sign_in(client: TestClient, password: str = PASSWORD) -> httpx2.Response:
    return client.post("/api/auth/login", json={"email": ANN["email"], "password": password})


def code(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def token_in(mail: EmailMessage) -> str:
    found = re.search(r"#token=([\w-]+)\s", text_of(mail))
    assert found is not None, text_of(mail)
    return found[1]


@pytest.fixture
def register(client: TestClient) -> Register:
    def send(**values: object) -> httpx2.Response:
        return client.post("/api/auth/register", json=ANN | values)

    return send


@pytest.fixture
def ann(register: Register) -> Headers:
    """What speaks for a new user."""
    return bearer(register())


@pytest.fixture
def mails(client: TestClient, tmp_path: Path) -> Mails:
    """Return a function that does what is due and returns the mails that were sent by it."""
    seen: set[Path] = set()

    def sent() -> list[EmailMessage]:
        assert client.portal is not None
        client.portal.call(client.app_state["jobs"].turn)
        new = sorted(set((tmp_path / "mails").glob("*.eml")) - seen)
        seen.update(new)
        return [
            email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in new
        ]

    return sent


def ask(client: TestClient, mails: Mails) -> str:
    """Have a link sent and return its token."""
    mails()
    assert client.post("/api/auth/password-reset", json=ADDRESS).status_code == 202
    (mail,) = mails()
    return token_in(mail)


def confirm(client: TestClient, token: str, password: str = ANOTHER) -> tuple[int, str]:
    body = {"token": token, "password": password}
    answer = client.post("/api/auth/password-reset/confirm", json=body)
    return (204, "") if answer.status_code == 204 else code(answer)
