"""What a process opens when it starts and closes when it ends."""

from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import TypedDict

import structlog
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from intarsia import database
from intarsia.auth.authority import Authority
from intarsia.auth.cookies import session_cookie, user_session_cookie
from intarsia.auth.gatekeeper import Gatekeeper
from intarsia.auth.issuing import Issuer
from intarsia.auth.limits import SignInLimits
from intarsia.auth.live_secrets import LiveSecrets, watching
from intarsia.auth.marks import SeenMarks, flushing
from intarsia.auth.passwords import PasswordHasher
from intarsia.auth.record_callers import RecordCallers
from intarsia.auth.refreshing import Refresher
from intarsia.auth.rotating import Rotations
from intarsia.auth.service import AuthService
from intarsia.auth.tokens import TokenService
from intarsia.changes import ChangeFeed, following
from intarsia.chores import chores, tasks
from intarsia.clock import Clock
from intarsia.config import Settings
from intarsia.database import Sessions
from intarsia.direct import open_direct
from intarsia.events.hub import Hub
from intarsia.hints import hinting
from intarsia.hosting.snapshot import Hosting, open_hosting
from intarsia.intake import Intake, writing
from intarsia.jobs.runner import Runner, running
from intarsia.mail import open_mailer
from intarsia.mail.base import Mailer
from intarsia.observability.metrics import Sampler, measuring
from intarsia.rates import Rates, open_rates
from intarsia.registry.collection import Collector
from intarsia.self_service.sending import PostOffice
from intarsia.sessions.express import CookieForm
from intarsia.sessions.service import SessionRecords
from intarsia.sessions.stores import open_store, user_hashes
from intarsia.sessions.stores.sql import SqlStore
from intarsia.sessions.stores.sql_forms import FORMS
from intarsia.storage.bundles import BundleStore, open_bundles
from intarsia.tokens.keeper import TokenKeeper
from intarsia.tokens.usage import TokenUsage
from intarsia.user_routes.service import Describer
from intarsia.users.people import People

log = structlog.get_logger(__name__)

PACKERS = 2  # unpacking and compressing must leave the processors to visitors


class State(TypedDict):
    """What every request may use, as `request.state`."""

    settings: Settings
    secrets: LiveSecrets
    clock: Clock
    engine: AsyncEngine
    writers: Sessions
    readers: Sessions
    feed: ChangeFeed
    tokens: TokenService
    auth: AuthService
    refresher: Refresher
    authority: Authority
    records: SessionRecords
    api_tokens: TokenKeeper
    gatekeeper: Gatekeeper
    bundles: BundleStore
    packers: ThreadPoolExecutor
    hosting: Hosting
    hub: Hub
    sampler: Sampler
    jobs: Runner
    intake: Intake
    rates: Rates
    people: People


Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[State]]


def make_lifespan(settings: Settings, clock: Clock) -> Lifespan:
    """Return the lifespan of an application with these settings."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[State]:
        async with AsyncExitStack() as stack:
            yield await open_state(settings, clock, stack)

    return lifespan


async def open_state(settings: Settings, clock: Clock, stack: AsyncExitStack) -> State:
    """Open everything, each with its close on the stack; subscribers before the feed starts."""
    secrets, life = LiveSecrets(settings), timedelta(seconds=settings.access_token_ttl)
    engine, writers, readers = open_database(settings, stack)
    authority = Authority(feed := ChangeFeed(readers, clock, history=life), readers, life)
    marks, usage = SeenMarks(writers), TokenUsage(writers)
    issuer = Issuer(TokenService(secrets, issuer=settings.public_url), clock, feed, life)
    rates = await stack.enter_async_context(counting(settings, clock))
    hosting = await open_hosting(settings, readers, bundles := open_bundles(settings), feed)
    hub = Hub(feed, readers, hosting.channel, settings.limits.max_event_streams, hosting.number)
    await stack.enter_async_context(reading(feed, engine, hub))
    records = await stack.enter_async_context(keeping_records(settings, writers, readers, clock))
    programs = TokenKeeper(feed, readers, usage)  # knows none yet, so it may subscribe late
    jobs = open_runner(settings, records, bundles)
    await stack.enter_async_context(in_background(secrets, marks, usage, jobs))
    return State(
        settings=settings,
        secrets=secrets,
        clock=clock,
        engine=engine,
        writers=writers,
        readers=readers,
        feed=feed,
        tokens=issuer.tokens,
        auth=(auth := open_auth(settings, issuer, rates, stack)),
        refresher=await open_refresher(settings, auth, engine, writers, stack),
        authority=authority,
        records=records,
        api_tokens=programs,
        gatekeeper=open_gatekeeper(settings, secrets, issuer, marks, programs, records, authority),
        bundles=bundles,
        packers=stack.enter_context(ThreadPoolExecutor(PACKERS, thread_name_prefix="packer")),
        hosting=hosting,
        hub=hub,
        sampler=await stack.enter_async_context(measuring(hub)),
        jobs=jobs,
        intake=await stack.enter_async_context(writing(Intake(writers))),
        rates=rates,
        people=People(feed, readers),  # knows nobody yet, as above
    )


def open_database(
    settings: Settings, stack: AsyncExitStack
) -> tuple[AsyncEngine, Sessions, Sessions]:
    """Return the engine, its sessions that write, and those that read."""
    engine = database.open_engine(settings.database_url)
    stack.push_async_callback(engine.dispose)
    return engine, database.writers(engine), database.readers(engine)


def counting(settings: Settings, clock: Clock) -> AbstractAsyncContextManager[Rates]:
    """Return where calls are counted."""
    return open_rates(clock, settings.redis_url, enabled=settings.rate_limits)


@asynccontextmanager
async def reading(feed: ChangeFeed, engine: AsyncEngine, hub: Hub) -> AsyncIterator[None]:
    """Follow the feed, sooner where the database gives a hint, until the block ends."""
    async with following(feed) as reader, hinting(engine, reader.wake):
        try:
            yield
        finally:
            hub.close()


@asynccontextmanager
async def in_background(
    secrets: LiveSecrets, marks: SeenMarks, usage: TokenUsage, runner: Runner
) -> AsyncIterator[None]:
    """Watch keys, write what requests collect, and work on jobs, until the block ends."""
    async with watching(secrets), flushing(marks), flushing(usage), running(runner):
        yield


@asynccontextmanager
async def keeping_records(
    settings: Settings, writers: Sessions, readers: Sessions, clock: Clock
) -> AsyncIterator[SessionRecords]:
    """Open the store of session records; the platform's own database is open already."""
    cookie = CookieForm(settings.sends_secure_cookies, settings.session_cookie_samesite)
    form, life = settings.session_sql_form, timedelta(seconds=settings.session_ttl)
    if settings.record_store_url == settings.database_url:
        store = SqlStore(writers, readers, FORMS[form])
        yield SessionRecords(store, writers, readers, clock, cookie, life)
        return
    async with open_store(url := settings.record_store_url, form) as elsewhere:
        hashes = user_hashes(url, elsewhere, Describer(readers).whose)
        yield SessionRecords(elsewhere, writers, readers, clock, cookie, life, hashes)


def open_runner(settings: Settings, records: SessionRecords, bundles: BundleStore) -> Runner:
    """Return this process's hand in background work."""
    writers, readers, clock = records.writers, records.readers, records.clock
    post = PostOffice(writers, readers, clock, mailer_of(settings), settings.public_url)
    retention = timedelta(days=settings.retention_days)
    collector = Collector(writers, readers, bundles, clock, retention)
    jobs = chores(writers, clock, records, collector)
    return Runner(writers, readers, clock, jobs, tasks(writers, post))


def mailer_of(settings: Settings) -> Mailer:
    """Return how mails leave, and say so where nobody would get them."""
    mailer = open_mailer(settings)
    if settings.is_production and not mailer.delivers:
        log.warning("mail.not_configured", folder=str(settings.data_dir / "mails"), set="SMTP_URL")
    return mailer


def open_gatekeeper(
    settings: Settings,
    secrets: LiveSecrets,
    issuer: Issuer,
    marks: SeenMarks,
    programs: TokenKeeper,
    records: SessionRecords,
    authority: Authority,
) -> Gatekeeper:
    """Return what recognises callers."""
    return Gatekeeper(
        secrets=secrets,
        clock=records.clock,
        tokens=issuer.tokens,
        authority=authority,
        marks=marks,
        programs=programs,
        records=RecordCallers(records.readers, authority, records.store, authority.life),
        cookie=session_cookie(settings),
        public_url=settings.public_url,
        user_sessions=user_callers(records, authority),
        user_cookie=user_session_cookie(settings),
    )


def user_callers(records: SessionRecords, authority: Authority) -> RecordCallers | None:
    """Return what recognises sessions of the `/user` routes, where the store can keep them."""
    if records.hashes is None:
        return None
    life = authority.life
    return RecordCallers(records.readers, authority, records.hashes, life, names_user=True)


async def open_refresher(
    settings: Settings,
    auth: AuthService,
    engine: AsyncEngine,
    writers: Sessions,
    stack: AsyncExitStack,
) -> Refresher:
    """Return what refreshes tokens."""
    grace = timedelta(seconds=settings.refresh_grace)
    routine = await stack.enter_async_context(writing(Intake(writers)))
    return Refresher(auth, Rotations(open_direct(engine, stack), grace), routine)


def open_auth(
    settings: Settings, issuer: Issuer, rates: Rates, stack: AsyncExitStack
) -> AuthService:
    """Return the sign-in service, its hashing threads ended with the process."""
    passwords = PasswordHasher(settings.bcrypt_rounds)
    stack.callback(passwords.close)
    return AuthService(
        issuer=issuer,
        passwords=passwords,
        clock=issuer.clock,
        refresh_life=timedelta(seconds=settings.refresh_token_ttl),
        limits=SignInLimits(rates),
    )
