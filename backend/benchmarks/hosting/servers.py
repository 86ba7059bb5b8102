"""The peers' commands, each told where the files are."""

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.identity.servers import Server, cpu_seconds_of

PEERS = Path(__file__).parent / "peers"
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")


@dataclass
class Tree(Server):
    """A server whose work is done by the processes that it starts."""

    def cpu_seconds(self) -> float:
        """User and system time of the process and of all that it started."""
        return sum(cpu_seconds_of(pid) for pid in family(self.pid))


def family(pid: int) -> list[int]:
    """Return a process and its descendants."""
    children: list[int] = []
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        children += [int(word) for word in file.read_text().split()]
    return [pid, *(each for child in children for each in family(child))]


@dataclass
class Peers:
    """Commands of peers; `venv` and `node_modules` lie in `packages`."""

    packages: Path
    files: Path
    scratch: Path

    def asgi(self, name: str, module: str, port: int) -> Server:
        """Return an ASGI peer under uvicorn."""
        words = [str(self.python("uvicorn")), f"{module}:app", "--port", str(port)]
        return self.server(name, [*words, "--no-access-log"], port)

    def raw(self, port: int) -> Server:
        """Return the floor, by our own interpreter and its uvicorn."""
        own = [sys.executable, "-m", "uvicorn", "raw:app", "--port", str(port), "--no-access-log"]
        return self.server("raw ASGI, bytes in memory (floor)", own, port)

    def gunicorn(self, port: int) -> Server:
        """Return WhiteNoise under gunicorn."""
        words = [str(self.python("gunicorn")), "white_noise:app", "-b", f"127.0.0.1:{port}"]
        words += ["--worker-class", "gthread", "--threads", "16", "--keep-alive", "60"]
        return self.server("WhiteNoise, gunicorn gthread", words, port, Tree)

    def express(self, port: int) -> Server:
        """Return express.static."""
        return self.server("express.static", ["node", "express.mjs"], port)

    def nginx(self, port: int) -> Server:
        """Return nginx, with brotli_static where its module is installed, else gzip_static."""
        program = shutil.which("nginx") or "nginx"
        has_brotli = BROTLI.exists()
        said = {
            "MODULES": f"load_module {BROTLI};" if has_brotli else "",
            "STATIC": "brotli_static on;" if has_brotli else "gzip_static on;",
            "USER": "user root;" if os.getuid() == 0 else "",  # or it could not read our folder
            "FOLDER": str(self.scratch),
            "FILES": str(self.files),
            "PORT": str(port),
        }
        text = (PEERS / "nginx.conf").read_text()
        for word, value in said.items():
            text = text.replace(word, value)
        conf = self.scratch / "nginx.conf"
        conf.write_text(text)
        name = "nginx, brotli_static" if has_brotli else "nginx, gzip_static"
        return self.server(name, [program, "-e", "stderr", "-c", str(conf)], port, Tree)

    def server(self, name: str, words: list[str], port: int, kind: type[Server] = Server) -> Server:
        """Return a peer that runs in a copy of the sources beside its packages."""
        env = {"FILES": str(self.files), "NODE_ENV": "production"}
        return kind(name, words, port, env, self.place(), ready="/small.js")

    def python(self, program: str) -> Path:
        """Return a program of the peers' environment."""
        return self.packages / "venv" / "bin" / program

    def place(self) -> Path:
        """Return a folder with the peers' sources beside Node's packages."""
        place = self.scratch / "peers"
        if not place.exists():
            shutil.copytree(PEERS, place)
            if (self.packages / "node_modules").exists():
                (place / "node_modules").symlink_to(self.packages / "node_modules")
        return place
