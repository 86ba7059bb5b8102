"""Install what the project needs: `setup.py [--dev]`. A second call installs nothing."""

import subprocess
import sys
from pathlib import Path

from stamps import ROOT, digest, once

BACKEND = ROOT / "backend"
FRONTEND = ROOT / "frontend"
EXPRESS = BACKEND / "tests" / "express"
VENV = BACKEND / ".venv"
BIN = VENV / ("Scripts" if sys.platform == "win32" else "bin")


def install(*, dev: bool) -> None:
    """Make the virtual environment and `node_modules`, both from hash-locked lists."""
    install_python(dev=dev)
    install_node("node", FRONTEND, "front ends' packages")
    if dev:
        install_node("express", EXPRESS, "Express that tests share sessions with")


def install_python(*, dev: bool) -> None:
    """Install the backend; the development list holds everything of the other one."""
    lock = BACKEND / ("requirements-dev.lock" if dev else "requirements.lock")
    state = digest([lock, BACKEND / "pyproject.toml"], sys.version)
    wanted = BIN / ("pytest" if dev else "intarsia")
    stamp = "python-dev" if dev else "python"
    if not dev and (BIN / "pytest").exists():
        return install_python(dev=True)
    return once(stamp, state, wanted.exists(), lambda: fill_venv(lock))


def fill_venv(lock: Path) -> None:
    """Create or update the virtual environment."""
    print(f"Installing the backend's packages ({lock.name}) …", flush=True)
    if not (BIN / "pip").exists():
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    pip = [BIN / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", lock], check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "-e", BACKEND], check=True)


def install_node(stamp: str, folder: Path, what: str) -> None:
    """Install packages of Node.js, once."""

    def run_npm_ci() -> None:
        print(f"Installing the {what} …", flush=True)
        npm = ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(npm, cwd=folder, check=True)

    state = digest([folder / "package-lock.json"])
    once(stamp, state, (folder / "node_modules").is_dir(), run_npm_ci)


if __name__ == "__main__":
    try:
        install(dev="--dev" in sys.argv)
    except subprocess.CalledProcessError as error:
        sys.exit(f"Setting up failed (see above): {' '.join(map(str, error.cmd))}")
