"""`intarsia serve` and `intarsia openapi`."""

import errno
import json
import socket

from intarsia.api import create_api
from intarsia.auth.keys import WeakSecret, load_secrets
from intarsia.cli.common import fail, load_settings, out
from intarsia.cli.db import refuse_demo_users, require_migrated
from intarsia.cli.workers import Supervisor, work
from intarsia.clock import SystemClock
from intarsia.mail import open_mailer
from intarsia.mail.smtp import WrongMailUrl
from intarsia.observability.logs import adopt_standard_logs, configure_logs


def serve() -> None:
    """Serve the platform; everything is set by environment variables (docs/settings.md)."""
    settings = load_settings()
    configure_logs(settings.log_level, settings.log_format)
    adopt_standard_logs(settings.log_format)
    try:
        load_secrets(settings)
        open_mailer(settings)
    except (WeakSecret, WrongMailUrl) as error:
        fail(str(error), code=2)
    require_migrated(settings)
    refuse_demo_users(settings)
    listener = listen(settings.host, settings.port)
    if settings.web_concurrency == 1:
        work(settings, listener)
    else:
        Supervisor(settings.web_concurrency, listener).run()


def listen(host: str, port: int) -> socket.socket:
    """Take the port, or say that it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            fail(f"Port {port} is taken. End what uses it, or set PORT to another one.", code=4)
        fail(f"Can't listen on {host}:{port}: {error.strerror}. Set HOST and PORT.", code=4)
    return listener


def openapi() -> None:
    """Print the API's OpenAPI document."""
    document = create_api(load_settings(), SystemClock()).openapi()
    out.file.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
