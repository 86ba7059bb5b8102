"""What a check has to say about a bundle or a release."""

from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, Field

from intarsia.errors import InvalidInput

Severity = Literal["error", "warning"]
MAX_LISTED = 50
MAX_SHOWN = 200


class Finding(BaseModel):
    """One thing that is wrong, or may be."""

    rule: str = Field(description="Stable name of the rule, snake_case.")
    severity: Severity = Field(description="An `error` keeps it from going live.")
    path: str | None = Field(None, description="The file, field or app concerned.")
    hint: str = Field(description="What to do about it.")


class Rejected(InvalidInput):
    """Errors were found; the answer lists them all."""

    code = "rejected"

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = list(findings)[:MAX_LISTED]
        errors = sum(finding.severity == "error" for finding in self.findings)
        detail = f"{errors} problem{'s' if errors != 1 else ''} found; see findings."
        super().__init__(detail, findings=[finding.model_dump() for finding in self.findings])


def error(rule: str, hint: str, path: str | None = None) -> Finding:
    """Return a finding that stops."""
    return Finding(rule=rule, severity="error", path=shown(path), hint=hint)


def warning(rule: str, hint: str, path: str | None = None) -> Finding:
    """Return a finding that only tells."""
    return Finding(rule=rule, severity="warning", path=shown(path), hint=hint)


def shown(path: str | None) -> str | None:
    """Make a hostile path fit to be shown: short, printable, encodable."""
    if path is None:
        return None
    plain = path.encode("utf-8", "backslashreplace").decode()
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in plain)[
        :MAX_SHOWN
    ]


def refuse_errors(findings: Iterable[Finding]) -> None:
    """Raise Rejected with all findings when one of them is an error."""
    listed = list(findings)
    if any(finding.severity == "error" for finding in listed):
        raise Rejected(listed)
