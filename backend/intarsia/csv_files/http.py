"""CSV files over HTTP."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import Depends, Header
from fastapi.responses import StreamingResponse

from intarsia.errors import NotABundle

MEDIA_TYPE = "text/csv"
TEXT = {MEDIA_TYPE: {"schema": {"type": "string"}}}
FILE: dict[int | str, dict[str, Any]] = {200: {"description": "The file.", "content": TEXT}}
BODY: dict[str, Any] = {"requestBody": {"required": True, "content": TEXT}}


async def require_csv(content_type: Annotated[str, Header(max_length=200)] = "") -> None:
    """Raise an error, 415, for a body that does not say it is CSV."""
    if content_type.partition(";")[0].strip().lower() != MEDIA_TYPE:
        raise NotABundle(f"Send the file as {MEDIA_TYPE}.")


IsCsv = Depends(require_csv)


def attachment(name: str, content: AsyncIterator[str]) -> StreamingResponse:
    """Return a file to be saved under a name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(content, media_type=MEDIA_TYPE, headers=headers)
