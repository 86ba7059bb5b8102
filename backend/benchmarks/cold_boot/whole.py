"""The same sources as one bundle, and a server that puts it in the place of the composed page."""

import os
import re
import subprocess
from pathlib import Path

import brotli  # type: ignore[import-untyped]  # has no stubs
import httpx2
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from tests.e2e.builds import FRONTEND, copy_app, replace

HERE = Path(__file__).parent
CONFIG = """
const isFederation = (plugin) => plugin.name?.includes('module-federation');
const all = [whole.plugins].flat(9).filter((plugin) => !isFederation(plugin));
export default { ...whole, plugins: all, output: { ...whole.output, assetPrefix: '/whole/' } };
"""
TAGS = re.compile(rb"\s*<(?:script|link)\b[^>]*/mf/[^>]*>(?:</script>)?")
OWN_TAGS = re.compile(r"<(?:script|link)\b[^>]*/whole/[^>]*>(?:</script>)?")
PASSED = ("authorization", "content-type", "cookie", "accept", "origin", "sec-fetch-site")
ANSWERED = ("content-type", "set-cookie", "cache-control", "etag")


def build(scratch: Path) -> Path:
    """Build host and data grid as one application without federation; return its `dist`."""
    scratch.mkdir()
    copy = copy_app("container", scratch)
    (scratch / "apps" / "data-grid").symlink_to(FRONTEND / "apps" / "data-grid")
    (copy / "src" / "whole-loader.ts").write_text((HERE / "whole-loader.ts").read_text())
    bootstrap = copy / "src" / "bootstrap.tsx"
    text = bootstrap.read_text()
    text = re.sub(r"startFederation\(\{.*?\}\)(?= \};)", "wholeLoader()", text, flags=re.DOTALL)
    text = re.sub(r"\bstartFederation,?\s*", "", text)
    bootstrap.write_text("import { wholeLoader } from './whole-loader.ts';\n" + text)
    replace(copy / "rsbuild.config.ts", "export default ", "const whole = ")
    with (copy / "rsbuild.config.ts").open("a") as config:
        config.write(CONFIG)
    done = subprocess.run(  # noqa: S603 (the workspace's own bundler)
        [FRONTEND / "node_modules" / ".bin" / "rsbuild", "build"],
        cwd=copy,
        env=os.environ | {"INTARSIA_VERSION": "1.0.0", "NODE_ENV": "production"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return copy / "dist"


def application(dist: Path, platform: str) -> Starlette:
    """Serve the bundle, the platform's page with the bundle's tags, and pass the API on."""
    client = httpx2.AsyncClient(base_url=platform, timeout=None)
    tags = "".join(OWN_TAGS.findall((dist / "index.html").read_text())).encode()
    packed = {path.relative_to(dist).as_posix(): compress(path) for path in files_of(dist)}

    async def page(request: Request) -> Response:
        answer = await client.get(request.url.path, headers={"accept": "text/html"})
        body = TAGS.sub(b"", answer.content).replace(b"</head>", tags + b"</head>")
        policy = {"content-security-policy": answer.headers["content-security-policy"]}
        return Response(
            body, headers=policy | {"cache-control": "no-store"}, media_type="text/html"
        )

    async def file(request: Request) -> Response:
        body = packed[request.path_params["path"]]
        head = {"content-encoding": "br", "cache-control": "public, max-age=31536000, immutable"}
        return Response(body, headers=head, media_type="text/javascript")

    async def api(request: Request) -> Response:
        return await passed_on(request, client)

    methods = ["GET", "POST", "PATCH", "PUT", "DELETE"]
    return Starlette(
        routes=[
            Route("/whole/{path:path}", file),
            Route("/api/{path:path}", api, methods=methods),
            Route("/{path:path}", page),
        ]
    )


async def passed_on(request: Request, client: httpx2.AsyncClient) -> Response:
    """Ask the platform, and answer as it does."""
    path = request.url.replace(scheme="", netloc="")
    asked = client.build_request(
        request.method,
        str(path),
        headers={name: value for name, value in request.headers.items() if name in PASSED},
        content=await request.body(),
    )
    answer = await client.send(asked, stream=True)
    passed = StreamingResponse(answer.aiter_bytes(), answer.status_code)
    for name, value in answer.headers.multi_items():
        if name in ANSWERED:
            passed.headers.append(name, value)
    return passed


def files_of(dist: Path) -> list[Path]:
    """Return the scripts."""
    return sorted(dist.rglob("*.js"))


def compress(path: Path) -> bytes:
    """Return a file as our own hosting would send it."""
    packed: bytes = brotli.compress(path.read_bytes(), quality=11)
    return packed
