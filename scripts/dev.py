"""`make dev`: the backend and every front end, all with reload, in one terminal."""

import asyncio
import contextlib
import itertools
import os
import signal
import sys
import threading

import frontends
import run
import setup
from stamps import ROOT

COLOURS = (36, 33, 35, 32, 34, 31, 96, 93)
END_SECONDS = 10
HOST_PORT = 3000  # DEV_PORT moves it and the ports of the remotes behind it

Process = asyncio.subprocess.Process


def commands() -> dict[str, list[str]]:
    """Return what is started, by the name that its lines are prefixed with."""
    serve = f"{run.intarsia()} serve"
    watch = [str(setup.BIN / "watchfiles"), "--filter", "python", "--ignore-paths", "tests"]
    apps = {
        app: ["npm", "run", "--silent", "dev", "-w", f"apps/{app}"] for app in frontends.versions()
    }
    return {"backend": [*watch, serve, str(setup.BACKEND / "intarsia")], **apps}


async def main() -> None:
    """Start everything, publish what is not live yet, and end all on Ctrl+C."""
    port = run.setting("PORT", "8000")
    url = f"http://localhost:{port}"
    run.require_free(port)
    setup.install(dev=True)
    run.prepare()
    stop = asyncio.Event()
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    processes = await start_all(url, port)
    publishing = asyncio.create_task(publish_when_ready(url, ended))
    try:
        await stop.wait()
    finally:
        ended.set()
        publishing.cancel()
        await end(processes)


async def start_all(url: str, port: str) -> list[Process]:
    """Start the backend and every front end, each with a prefix in a colour of its own."""
    own = {"PUBLIC_URL": url, "PORT": port, "INTARSIA_BACKEND": url, "FORCE_COLOR": "1"}
    names = commands()
    width = max(map(len, names))
    return [
        await start(words, own | os.environ, f"\033[{colour}m{name:>{width}}\033[0m │ ")
        for (name, words), colour in zip(names.items(), itertools.cycle(COLOURS), strict=False)
    ]


async def start(words: list[str], env: dict[str, str], prefix: str) -> Process:
    """Start a command in a group of its own and print its lines behind a prefix."""
    folder = setup.FRONTEND if words[0] == "npm" else ROOT
    process = await asyncio.create_subprocess_exec(
        *words,
        cwd=folder,
        env=env,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )
    PRINTING.add(asyncio.create_task(print_lines(process, prefix)))
    return process


PRINTING: set["asyncio.Task[None]"] = set()  # a task that nobody holds may be collected


async def print_lines(process: Process, prefix: str) -> None:
    """Copy a process's output to ours, line by line, and say when it ends."""
    if process.stdout is None:
        raise RuntimeError("started without a pipe")
    async for line in process.stdout:
        sys.stdout.write(prefix + line.decode(errors="replace"))
        sys.stdout.flush()
    sys.stdout.write(f"{prefix}ended with {await process.wait()}\n")


async def publish_when_ready(url: str, ended: threading.Event) -> None:
    """Put the front ends into a release, so that the host's dev server finds them."""

    def give_up_when_ended() -> None:
        if ended.is_set():
            sys.exit()

    await asyncio.to_thread(run.wait_until_ready, url, give_up_when_ended)
    await asyncio.to_thread(run.publish, url)
    host = f"http://localhost:{os.environ.get('DEV_PORT') or HOST_PORT}"
    print(f"\nThe host is at {host}, the platform at {url}. Ctrl+C ends all.\n", flush=True)


async def end(processes: list[Process]) -> None:
    """Ask every group to end, then make sure that it has: a child may outlive its leader."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        for process in processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, number)
        waits = [asyncio.create_task(process.wait()) for process in processes]
        await asyncio.wait(waits, timeout=END_SECONDS)


if __name__ == "__main__":
    asyncio.run(main())
