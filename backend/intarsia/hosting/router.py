"""HTTP for the rest of the boot document."""

from typing import Annotated

from fastapi import Header, Path, Request, Response

from intarsia.errors import NotFound
from intarsia.hosting.negotiation import acceptable
from intarsia.hosting.snapshot import Hosting
from intarsia.routing import Feature

router = Feature("/registry/boot", tag="registry")


@router.get("/{hash}.json", response_class=Response)
async def get_rest(
    request: Request,
    hash: Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")],
    accept_encoding: Annotated[str, Header(max_length=1000)] = "",
) -> Response:
    """Return snapshot and integrity of all apps of a release; immutable, the hash is its own."""
    hosting: Hosting = request.state.hosting
    rest = await hosting.find_rest(hash)
    if rest is None:
        raise NotFound("No recent release has this boot document. Reload the page.")
    encoding = next(iter(acceptable(accept_encoding.encode("latin-1", "replace"))), "identity")
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "Vary": "Accept-Encoding",
        "ETag": f'"{rest.hash}-{encoding}"',
    }
    if encoding != "identity":
        headers["Content-Encoding"] = encoding
    return Response(rest.bodies[encoding], headers=headers, media_type="application/json")
