"""ARCHITECTURE's invariants, kept true by the suite."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "intarsia"
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))
ROLES = ("router", "service", "store")  # may import rightwards, never leftwards
FEATURES = (
    "auth",
    "users",
    "sessions",
    "accounts",
    "self_service",
    "sign_ins",
    "audit",
    "settings",
    "preferences",
    "visits",
    "visitors",
    "tokens",
    "data",
    "registry",
    "hosting",
    "events",
    "analytics",
    "client_errors",
    "telemetry",
    "jobs",
    "user_routes",
)

# What a feature shows to others: rules, shapes, and who may do what.
DOORS = {"service", "schemas", "roles", "permissions", "callers", "deps"}
# Other modules that may be imported across features, and why.
OPEN = {
    "auth.tokens": "streams end when their token does",
    "auth.answers": "how a sign-in is handed over",
    "auth.cookies": "how cookies are read",
    "auth.credentials": "what a password proved",
    "auth.policy": "which passwords are refused",
    "auth.notices": "the table that sign-in writes and its users read",
    "auth.store": "a sign-in's row is what a list of them shows",
    "auth.user_agents": "what a device is called",
    "auth.issuing": "what a sign-in gives",
    "auth.keys": "the ring that signs guests' cookies",
    "auth.limits": "budgets of calls, which the operation names",
    "users.people": "who is signed in, told to every page from memory",
    "users.store": "a user's row is what auth hands around; it has no rules of its own",
    "sessions.express": "how a record's id is signed",
    "sessions.user_session": "what the id of a session of the `/user` routes looks like",
    "sessions.stores.base": "what every engine for session records promises",
    "visits.store": "a visit's row is what a list of them shows",
    "registry.tables": "hosting reads what publishing prepared, without a query of the registry's",
    "registry.content_types": "a plain table of media types",
    "registry.manifest": "the manifest's file name",
    "registry.maps": "how a release names the versions of its apps",
    "registry.names": "what app ids and versions look like",
    "registry.collection": "the topic of the change feed that collections are announced under",
    "registry.releases": "the topic of the change feed that releases are announced under",
}
# What puts the parts together may know them all.
ASSEMBLY = {
    "api",
    "chores",
    "lifespan",
    "main",
    "models",
    "seed",
    "cli",
    "middleware",
    "migrations",
}
# Modules beside the stores that know SQLAlchemy beyond its session types, and why.
SQL = {
    "auth.authority": "tells an unreachable database from a revoked session",
    "auth.rotating": "is the one statement of the store that goes straight to the driver",
    "auth.marks": "goes on when the database is unreachable",
    "auth.notices": "is two small tables, apart from the store for its size",
    "changes": "is the change feed's table and its store",
    "cli.backup": "tells a broken file of SQLite's in one sentence",
    "cli.dumps": "copies a database as a whole",
    "cli.common": "tells an unreachable database in one sentence",
    "cli.db": "makes the folder of a SQLite file",
    "cli.doctor": "asks the database whether it answers",
    "data.service": "turns a lost race into 412",
    "database": "opens the engine",
    "hints": "hears the database's own signals",
    "intake": "keeps reports while the database is unreachable",
    "hosting.snapshot": "keeps the release it has while the database is unreachable",
    "migrations": "makes the tables",
    "observability.health": "asks the database whether it answers",
    "pagination": "writes every list's ORDER BY and WHERE",
    "problems": "turns an unreachable database into 503",
    "registry.blobs": "is what bytes need of SQL, apart from the store for its size",
    "registry.tables": "is the registry's tables, apart from the store for their size",
    "tokens.keeper": "tells an unreachable database from an unknown token",
    "tokens.usage": "goes on when the database is unreachable",
    "trail": "is the audit trail's table, which every feature writes to",
}
# One file per engine, where it is chosen by a setting.
ENGINES = ("storage.", "migrations.", "sessions.stores.", "direct.")
DRIVERS = {"sqlite3", "aiosqlite", "asyncpg", "sqlalchemy", "alembic"}
SESSION_TYPES = {"sqlalchemy.ext.asyncio.AsyncSession", "sqlalchemy.ext.asyncio.AsyncEngine"}


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(path: Path) -> frozenset[str]:
    """Every imported name, in full."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def own_imports(path: Path) -> set[str]:
    """Modules of ours that a module imports, without the package's name."""
    known = {name_of(each) for each in MODULES}
    found = set()
    for name in imports(path):
        if name.startswith("intarsia."):
            short = name.removeprefix("intarsia.")
            found.add(short if short in known else short.rpartition(".")[0])
    return found - {""}


def feature(module: str) -> str:
    return module.partition(".")[0]


def each_module(**kinds: object) -> pytest.MarkDecorator:
    wanted = [path for path in MODULES if not kinds or path.stem in kinds]
    return pytest.mark.parametrize("path", wanted, ids=name_of)


class TestSize:
    def test_file_fits_on_a_few_screens(self) -> None:
        long = {name_of(path): len(path.read_text().splitlines()) for path in MODULES}

        assert {name: lines for name, lines in long.items() if lines > 300} == {}

    def test_function_fits_on_one(self) -> None:
        long = [
            f"{name_of(path)}.{node.name}"
            for path in MODULES
            for node in ast.walk(tree(path))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and (node.end_lineno or 0) - node.lineno >= 40
        ]

        assert long == []


class TestDirection:
    @each_module(**dict.fromkeys(ROLES))
    def test_role_imports_only_downwards(self, path: Path) -> None:
        above = ROLES[: ROLES.index(path.stem)]

        assert [name for name in own_imports(path) if name.rpartition(".")[2] in above] == []

    @each_module(service=True, store=True)
    def test_service_and_store_know_no_web_framework(self, path: Path) -> None:
        web = ("fastapi", "starlette", "uvicorn")

        assert [name for name in imports(path) if name.startswith(web)] == []

    @each_module()
    def test_features_meet_only_at_their_doors(self, path: Path) -> None:
        module = name_of(path)
        if feature(module) not in FEATURES:
            return
        trespasses = [
            name
            for name in own_imports(path)
            if feature(name) in FEATURES
            and feature(name) != feature(module)
            and name.rpartition(".")[2] not in DOORS
            and name not in OPEN
        ]

        assert trespasses == []

    def test_features_never_import_in_a_circle(self) -> None:
        edges: dict[str, set[str]] = {name: set() for name in FEATURES}
        for path in MODULES:
            here = feature(name_of(path))
            if here in edges:
                edges[here] |= {feature(name) for name in own_imports(path)} & set(FEATURES)
        order: list[str] = []
        while len(order) < len(FEATURES):
            free = [
                name for name in FEATURES if name not in order and edges[name] <= {*order, name}
            ]
            assert free, f"a circle among {set(FEATURES) - set(order)}"
            order += free

    def test_parts_know_nothing_of_what_assembles_them(self) -> None:
        """Types of the lifespan's state included: requests carry it."""
        wrong = [
            f"{name_of(path)} imports {name}"
            for path in MODULES
            for name in own_imports(path)
            if feature(name) in ASSEMBLY and feature(name_of(path)) not in ASSEMBLY
        ]

        assert wrong == []


class TestDrivers:
    def test_only_stores_and_named_modules_know_sql(self) -> None:
        knowing = {
            name_of(path)
            for path in MODULES
            if path.stem != "store" and not name_of(path).startswith(ENGINES)
            for name in imports(path)
            if name.partition(".")[0] in DRIVERS and name not in SESSION_TYPES
        }

        assert knowing <= set(SQL)
        assert {name for name in SQL if name not in knowing} <= {"migrations"}


class TestMiddleware:
    @each_module()
    def test_is_pure_asgi(self, path: Path) -> None:
        """One `BaseHTTPMiddleware` more than doubles the cost of a request."""
        source = ast.unparse(tree(path)).replace(ast.get_docstring(tree(path)) or "", "")

        assert not any("BaseHTTPMiddleware" in name for name in imports(path))
        assert ".middleware('http')" not in source

    def test_one_class_per_file_that_keeps_its_app(self) -> None:
        for path in (PACKAGE / "middleware").glob("[!_]*.py"):
            classes = [node for node in tree(path).body if isinstance(node, ast.ClassDef)]
            assert len(classes) == 1, path.name
            assert "self.app = app" in ast.unparse(classes[0]), path.name


class TestImport:
    def test_opens_no_file_socket_or_engine(self) -> None:
        """Every module at once, in a process that is told about each event."""
        modules = [f"intarsia.{name_of(path)}" for path in MODULES if "versions" not in str(path)]
        modules = [name.rstrip(".") for name in modules if name != "intarsia.migrations.env"]
        program = IMPORTER.format(modules=modules)

        done = subprocess.run(  # noqa: S603 (our own interpreter)
            [sys.executable, "-W", "error::ResourceWarning", "-c", program],
            capture_output=True,
            text=True,
            check=False,
        )

        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


# Python's own imports open files to read code; nothing else may be opened, and nothing written.
IMPORTER = """
import importlib, sys
import fastapi, sqlalchemy.ext.asyncio, alembic.command, uvicorn, typer, rich.console, jose.jwt
import passlib.context, passlib.handlers.bcrypt, structlog, fastapi_offline, brotli, httpx2
import prometheus_client.multiprocess
import pydantic_settings, starlette.staticfiles, aiosqlite, asyncpg, asyncio, limits.aio.storage
CODE = (".py", ".pyc", ".so", ".pth", "METADATA", "entry_points.txt", "/")
def watch(event, args):
    if event in ("socket.connect", "socket.bind", "sqlite3.connect", "subprocess.Popen"):
        print(event, args)
    if event == "open" and not str(args[0]).endswith(CODE) and "importlib" not in str(args[0]):
        if str(args[0]).startswith(("/proc", "/sys", "/etc")) or isinstance(args[0], int):
            return
        print(event, args)
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        if ".pyc" not in str(args[0]):
            print("write", args)
sys.dont_write_bytecode = True
sys.addaudithook(watch)
for name in {modules}:
    importlib.import_module(name)
"""
