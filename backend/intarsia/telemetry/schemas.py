"""What goes over the wire."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from intarsia.schemas import Strict, Text

REPORTS = 100

Phase = Literal["manifest", "entry", "chunk", "render"]
AppName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]


class LoadReport(Strict):
    """How one phase of loading one version of an app went."""

    app: AppName
    version: Annotated[Text, StringConstraints(min_length=1, max_length=128)]
    release: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None
    phase: Phase
    ok: bool
    duration_ms: Annotated[float, Field(ge=0, le=86_400_000)] | None = None
    message: Annotated[Text, StringConstraints(max_length=2000)] | None = None


class LoadReports(Strict):
    """Several, in one request."""

    reports: Annotated[list[LoadReport], Field(min_length=1, max_length=REPORTS)]
