"""`intarsia doctor`: is everything that the platform needs there, and what to do where not?"""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpx2
import typer
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from intarsia import migrations
from intarsia.auth.keys import WeakSecret, load_secrets
from intarsia.cli.common import load_settings, out
from intarsia.cli.db import active_demo_users
from intarsia.config import MiB, Settings
from intarsia.database import open_engine
from intarsia.mail import open_mailer
from intarsia.mail.base import MailNotSent
from intarsia.mail.smtp import WrongMailUrl
from intarsia.rates import open_redis
from intarsia.sessions.stores import open_store
from intarsia.sessions.stores.base import StoreAway
from intarsia.storage.bundles import open_bundles

ENOUGH_SPACE = 512 * MiB
ASK_SECONDS = 3.0
APART_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What one check found; `advice` says what to do when it is not well."""

    subject: str
    is_well: bool
    found: str
    advice: str = ""


def doctor() -> None:
    """Check settings, secrets, database, schema, storage and the running platform."""
    settings = load_settings()
    diagnoses = asyncio.run(examine(settings))
    for diagnosis in diagnoses:
        mark = "[green]ok  [/]" if diagnosis.is_well else "[bold red]FAIL[/]"
        out.print(f"{mark} {diagnosis.subject}: {diagnosis.found}")
        if not diagnosis.is_well:
            out.print(f"     → {diagnosis.advice}")
    if not all(diagnosis.is_well for diagnosis in diagnoses):
        raise typer.Exit(1)


async def examine(settings: Settings) -> list[Diagnosis]:
    """Run every check, each on its own."""
    return [await check(settings) for check in CHECKS]


async def check_secrets(settings: Settings) -> Diagnosis:
    """Keys must be there, strong, and not everybody's to read."""
    try:
        load_secrets(settings)
    except WeakSecret as problem:
        found, _, advice = str(problem).partition(". ")
        return Diagnosis("secrets", False, f"{found}.", advice or "See docs/settings.md.")
    return Diagnosis("secrets", True, f"strong enough for {settings.env}")


async def check_proxies(settings: Settings) -> Diagnosis:
    """Behind a proxy that is not trusted, everybody has the proxy's address."""
    if settings.trusted_proxies:
        found = f"{settings.proxy_header} of {settings.trusted_proxies} is believed"
        everybody = any(network.prefixlen == 0 for network in settings.proxies.networks)
        advice = "Name the proxies' own networks: these are everybody's."
        return Diagnosis("proxies", not everybody, found, advice)
    if settings.public_url.startswith("https:"):
        found = "none is trusted, and PUBLIC_URL is https: what ends TLS looks like every caller"
        advice = "Set TRUSTED_PROXIES to its address; else all callers share one rate limit."
        return Diagnosis("proxies", False, found, advice)
    return Diagnosis("proxies", True, "none is trusted: callers connect by themselves")


async def check_redis(settings: Settings) -> Diagnosis:
    """Replicas share their rate limits there; without it each counts by itself."""
    if not settings.redis_url:
        return Diagnosis("redis", True, "not used: each process counts by itself")
    try:
        async with asyncio.timeout(ASK_SECONDS), open_redis(settings.redis_url) as storage:
            answers = await storage.check()
    except (TimeoutError, OSError, ValueError):
        answers = False
    advice = "Check REDIS_URL and that the server runs."
    return Diagnosis("redis", answers, "answers" if answers else "does not answer", advice)


async def check_session_store(settings: Settings) -> Diagnosis:
    """Requests by cookie need it; tokens, pages, signing in and out do without."""
    url = settings.record_store_url
    kind = urlsplit(url).scheme.partition("+")[0]
    try:
        async with (
            asyncio.timeout(ASK_SECONDS),
            open_store(url, settings.session_sql_form) as store,
        ):
            await store.load("", datetime.now(UTC))
    except (StoreAway, TimeoutError):
        advice = "Check SESSION_STORE_URL, that the server runs, and run `intarsia db upgrade`."
        return Diagnosis("session store", False, f"{kind} does not answer", advice)
    return Diagnosis("session store", True, f"{kind} answers")


async def check_clock(settings: Settings) -> Diagnosis:
    """Tokens carry times: this machine's clock and the database's must agree."""
    engine = open_engine(settings.database_url)
    is_sqlite = engine.dialect.name == "sqlite"
    asked = "SELECT strftime('%s', 'now')" if is_sqlite else "SELECT extract(epoch FROM now())"
    try:
        async with asyncio.timeout(ASK_SECONDS), engine.connect() as connection:
            theirs = float(await connection.scalar(text(asked)))
    except (SQLAlchemyError, OSError):
        return Diagnosis("clock", True, "not compared: the database does not answer")
    finally:
        await engine.dispose()
    apart = abs(theirs - datetime.now(UTC).timestamp())
    found = f"{apart:.0f} s from the database's"
    advice = "Have both machines' clocks set by NTP."
    return Diagnosis("clock", apart <= APART_SECONDS, found, advice)


async def check_database(settings: Settings) -> Diagnosis:
    """The database must answer, and have the schema of this code."""
    engine = open_engine(settings.database_url)
    try:
        async with asyncio.timeout(ASK_SECONDS), engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
        is_current = await migrations.is_current(engine)
    except (SQLAlchemyError, OSError) as problem:
        found = str(getattr(problem, "orig", None) or problem or "no answer").splitlines()[0]
        advice = "Check DATABASE_URL and that the server runs."
        return Diagnosis("database", False, found, advice)
    finally:
        await engine.dispose()
    kind = engine.dialect.name
    if not is_current:
        advice = "Run `intarsia db upgrade`."
        return Diagnosis("database", False, f"{kind} answers, its schema is old", advice)
    return Diagnosis("database", True, f"{kind} answers, its schema is up to date")


async def check_demo_users(settings: Settings) -> Diagnosis:
    """In production nobody may sign in by a password that everybody knows."""
    if not settings.is_production:
        return Diagnosis("demo users", True, f"may be there in {settings.env}")
    try:
        found = await active_demo_users(settings)
    except (SQLAlchemyError, OSError):
        return Diagnosis("demo users", True, "not looked for: the database does not answer")
    advice = "Run `intarsia users deactivate` with each, after `intarsia users create-admin`."
    return Diagnosis("demo users", not found, ", ".join(found) or "none can sign in", advice)


async def check_bundles(settings: Settings) -> Diagnosis:
    """Published files must be writable and readable."""
    if await open_bundles(settings).is_healthy():
        return Diagnosis("bundle store", True, "takes and gives files")
    advice = "Check BUNDLE_STORE_URL, and who may write there."
    return Diagnosis("bundle store", False, "can't be written or read", advice)


async def check_mail(settings: Settings) -> Diagnosis:
    """People must get the mails that let them back in."""
    try:
        mailer = open_mailer(settings)
        found = await mailer.check()
    except (WeakSecret, WrongMailUrl, MailNotSent) as problem:
        return Diagnosis("mail", False, str(problem), "Check SMTP_URL, and that the server runs.")
    is_well = mailer.delivers or not settings.is_production
    return Diagnosis("mail", is_well, found, "Set SMTP_URL.")


async def check_space(settings: Settings) -> Diagnosis:
    """A full disk stops publishing first, and SQLite next."""
    folder = settings.data_dir.absolute()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    found = f"{free // MiB:,} MiB free at {settings.data_dir}"
    advice = f"Free some: under {ENOUGH_SPACE // MiB} MiB a publish may not fit."
    return Diagnosis("disk", free >= ENOUGH_SPACE, found, advice)


async def check_running(settings: Settings) -> Diagnosis:
    """What listens on PORT must be a platform that is ready, or nothing."""
    url = f"http://{settings.host}:{settings.port}/ready"
    try:
        async with httpx2.AsyncClient(timeout=ASK_SECONDS) as client:
            answer = await client.get(url)
    except httpx2.ConnectError:
        return Diagnosis("platform", True, f"not running on port {settings.port}")
    except httpx2.HTTPError as problem:
        advice = "Something else may use the port; set PORT."
        return Diagnosis("platform", False, f"{url}: {type(problem).__name__}", advice)
    if answer.status_code != 200:
        return Diagnosis("platform", False, f"{url}: {answer.status_code}", answer.text[:200])
    return Diagnosis("platform", True, f"ready on port {settings.port}")


Check = Callable[[Settings], Awaitable[Diagnosis]]
CHECKS: tuple[Check, ...] = (
    check_secrets,
    check_proxies,
    check_database,
    check_demo_users,
    check_clock,
    check_redis,
    check_session_store,
    check_bundles,
    check_mail,
    check_space,
    check_running,
)
