"""`intarsia init`: a remote that builds and publishes as it is."""

import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated

import typer

from intarsia.cli.common import fail, out, print_json
from intarsia.cli.options import AsJson
from intarsia.registry.names import is_app_id, is_reserved

# Ends every template's name: tools that look for `package.json` or `*.jsx` must not find them.
SUFFIX = ".txt"
RENAMED = {"gitignore": ".gitignore"}
MARK = re.compile(r"@@(\w+)@@")


def init(
    folder: Annotated[Path, typer.Argument(help="A new folder; its name is the app's id.")],
    title: Annotated[str | None, typer.Option("--title", help="Shown in the navigation.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write a new remote: React, Rsbuild, Module Federation."""
    app_id = folder.absolute().name
    if not is_app_id(app_id) or is_reserved(f"/{app_id}"):
        fail(f"{app_id!r} can't be an app: lower-case letters, digits, hyphens.", code=2)
    if folder.exists() and any(folder.iterdir()):
        fail(f"{folder} is not empty.", code=1)
    names = names_of(app_id, title)
    written = write(files("intarsia.cli") / "templates" / "remote", folder, names)
    if as_json:
        print_json({"app": app_id, "files": written})
        return
    out.print(f"{len(written)} files in {folder}. Next:", markup=False)
    out.print(f"  cd {folder} && npm install && npm run build", markup=False)
    out.print(
        f"  intarsia publish dist --app {app_id} --version 1.0.0 --channel stable", markup=False
    )


def names_of(app_id: str, title: str | None) -> dict[str, str]:
    """Return what the templates' marks stand for; `shop-cart` becomes `shopCartApp`, `ShopCart`."""
    words = [word for word in re.split(r"[^a-z0-9]+", app_id) if word]
    expose = "".join(word.capitalize() for word in words)
    if not expose[:1].isalpha():
        expose = f"App{expose}"
    name = f"{expose[0].lower()}{expose[1:]}App"
    text = re.sub(r"[\"'\\<>`{}\n]", " ", title or " ".join(words).capitalize()).strip()
    return {"id": app_id, "expose": expose, "name": name, "title": text}


def write(source: Traversable, folder: Path, names: dict[str, str]) -> list[str]:
    """Write a folder of templates; return the paths of the files."""
    written = []
    folder.mkdir(parents=True, exist_ok=True)
    for entry in sorted(source.iterdir(), key=lambda each: each.name):
        if entry.is_dir():
            inner = write(entry, folder / entry.name, names)
            written += [f"{entry.name}/{path}" for path in inner]
        elif entry.name.endswith(SUFFIX):
            name = entry.name.removesuffix(SUFFIX)
            target = RENAMED.get(name, name)
            text = MARK.sub(lambda mark: names[mark[1]], entry.read_text(encoding="utf-8"))
            (folder / target).write_text(text, encoding="utf-8")
            written.append(target)
    return written
