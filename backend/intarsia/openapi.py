"""What the OpenAPI document says of every operation: how it fails, and which tokens it takes."""

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
    errors: list[InputError] | None = Field(None, description="With every 422.")


REFERENCE = "#/components/schemas/{model}"

PROBLEMS: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "What went wrong.",
        "content": {
            "application/problem+json": {"schema": {"$ref": REFERENCE.format(model="Problem")}}
        },
    }
}


TOKEN = "Token"  # noqa: S105 (the scheme's name)
TOKEN_SCHEME = {
    "type": "http",
    "scheme": "bearer",
    "description": "A personal or a deploy token (`itk_…`), or an access token.",
}


def offer_tokens(document: dict[str, Any]) -> None:
    """Have every operation that takes an access token take a token for programs, too."""
    document["components"].setdefault("securitySchemes", {})[TOKEN] = TOKEN_SCHEME
    for operations in document["paths"].values():
        for operation in operations.values():
            if "security" in operation:
                operation["security"].append({TOKEN: []})


class DescribedApi(FastAPI):
    """An application whose document has what `PROBLEMS` refers to, and both kinds of token."""

    def openapi(self) -> dict[str, Any]:
        """Return the document, made once."""
        if self.openapi_schema is None:
            schema = Problem.model_json_schema(ref_template=REFERENCE)
            parts = schema.pop("$defs") | {"Problem": schema}
            document = super().openapi()
            document.setdefault("components", {}).setdefault("schemas", {}).update(parts)
            offer_tokens(document)
        return super().openapi()
