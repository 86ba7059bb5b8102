"""Databases on a server of MongoDB's protocol, for tests that ask for one."""

import contextlib
import os
import uuid
from collections.abc import Iterator

from pymongo import MongoClient

from tests.conftest import missing


def mongo_server() -> str:
    server = os.environ.get("TEST_MONGODB_URL")
    if not server:
        missing("TEST_MONGODB_URL", "MongoDB")
    return str(server).rstrip("/")


@contextlib.contextmanager
def mongo_database() -> Iterator[str]:
    """A database of its own, gone afterwards."""
    server, name = mongo_server(), f"test_{uuid.uuid4().hex}"
    try:
        yield f"{server}/{name}"
    finally:
        with MongoClient[dict[str, object]](server, serverSelectionTimeoutMS=3000) as client:
            client.drop_database(name)
