"""Several worker processes over one listening socket."""

import multiprocessing
import os
import signal
import socket
import tempfile
import threading
import time
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess

import structlog
import uvicorn
from prometheus_client.multiprocess import mark_process_dead

from intarsia.cli.common import load_settings
from intarsia.config import Settings
from intarsia.main import create_app
from intarsia.observability.logs import adopt_standard_logs, configure_logs
from intarsia.observability.metrics import FOLDER

LOOK_SECONDS = 0.5
END_SECONDS = 15.0  # more than a worker gives its requests
RESTART_SECONDS = 1.0  # between two starts, so that a worker that can't start does not spin

log = structlog.get_logger(__name__)


class Server(uvicorn.Server):
    """Ends event streams as soon as it is told to stop; it would wait for them otherwise."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Say goodbye to streams, then finish what is under way."""
        self.lifespan.state["hub"].close()
        await super().shutdown(sockets)


def work(settings: Settings, listener: socket.socket) -> None:
    """Serve in this process until told to stop."""
    config = uvicorn.Config(
        create_app(settings),
        log_config=None,
        access_log=False,
        proxy_headers=False,  # TRUSTED_PROXIES decides; uvicorn would believe 127.0.0.1
        server_header=False,
        date_header=True,
        lifespan="on",
        timeout_graceful_shutdown=10,
        workers=1,
    )
    Server(config).run(sockets=[listener])


def work_for_parent(listener: socket.socket) -> None:
    """Serve as one of several; a parent that is gone is a reason to stop."""
    settings = load_settings()
    configure_logs(settings.log_level, settings.log_format)
    adopt_standard_logs(settings.log_format)
    threading.Thread(target=outlive_nobody, daemon=True).start()
    work(settings, listener)


def outlive_nobody() -> None:
    """Stop this process when the one that started it has ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


class Supervisor:
    """Keeps so many workers running until it is told to stop."""

    def __init__(self, count: int, listener: socket.socket) -> None:
        self.count = count
        self.listener = listener
        self.workers: list[SpawnProcess] = []
        self.is_stopping = False

    def run(self) -> None:
        """Start workers, replace those that die, end all on SIGTERM and Ctrl+C."""
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, self.stop)
        with tempfile.TemporaryDirectory(prefix="intarsia-metrics-") as folder:
            os.environ[FOLDER] = folder  # where workers put their numbers together
            self.keep_running()

    def keep_running(self) -> None:
        """Keep the workers running until told to stop."""
        self.workers = [self.start() for _ in range(self.count)]
        while not self.is_stopping:
            wait([worker.sentinel for worker in self.workers], LOOK_SECONDS)
            self.replace_dead()
        self.end()

    def stop(self, *_: object) -> None:
        """Have `run` end."""
        self.is_stopping = True

    def start(self) -> SpawnProcess:
        """Start one worker."""
        spawn = multiprocessing.get_context("spawn")
        worker = spawn.Process(target=work_for_parent, args=(self.listener,))
        worker.start()
        return worker

    def replace_dead(self) -> None:
        """Start a worker for each that has ended by itself."""
        for place, worker in enumerate(self.workers):
            if worker.is_alive() or self.is_stopping:
                continue
            log.error("worker.died", pid=worker.pid, code=worker.exitcode)
            mark_process_dead(worker.pid, os.environ[FOLDER])  # type: ignore[no-untyped-call]
            time.sleep(RESTART_SECONDS)
            self.workers[place] = self.start()

    def end(self) -> None:
        """End all workers, kindly at first."""
        for worker in self.workers:
            worker.terminate()
        deadline = time.monotonic() + END_SECONDS
        for worker in self.workers:
            worker.join(max(0.0, deadline - time.monotonic()))
            if worker.is_alive():
                worker.kill()
                worker.join()
