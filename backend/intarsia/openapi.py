"""What the OpenAPI document says about failures: the same of every operation."""

from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel, Field


class InputError(BaseModel):
    """One thing that did not fit the schema."""

    loc: list[str | int]
    msg: str
    type: str


class Problem(BaseModel):
    """RFC 9457. Some problems carry members of their own beside these."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str = Field(description="Stable; what clients branch on.")
    request_id: str | None
    errors: list[InputError] | None = Field(None, description="With `invalid_request` only.")


REFERENCE = "#/components/schemas/{model}"

PROBLEMS: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "What went wrong.",
        "content": {
            "application/problem+json": {"schema": {"$ref": REFERENCE.format(model="Problem")}}
        },
    }
}


class DescribedApi(FastAPI):
    """An application whose document has the schema that `PROBLEMS` refers to."""

    def openapi(self) -> dict[str, Any]:
        """Return the document, made once."""
        if self.openapi_schema is None:
            schema = Problem.model_json_schema(ref_template=REFERENCE)
            parts = schema.pop("$defs") | {"Problem": schema}
            super().openapi().setdefault("components", {}).setdefault("schemas", {}).update(parts)
        return super().openapi()
