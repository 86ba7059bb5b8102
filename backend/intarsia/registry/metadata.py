"""`intarsia.json`: what an app says about itself, so that a host can show it unchanged."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, ValidationError

from intarsia.registry.findings import Finding, error
from intarsia.registry.names import is_reserved
from intarsia.registry.strict_json import NotJson, parse_json
from intarsia.schemas import Line, Strict, Text
from intarsia.users.roles import Role

METADATA_FILE = "intarsia.json"
SCHEMA_PATH = "/api/registry/schemas/intarsia.json"
MAX_METADATA_BYTES = 64 * 1024


def refuse_unreachable(route: str) -> str:
    """Keep routes off the platform's own addresses, and off those that no browser asks for."""
    if {".", ".."} & set(route.split("/")):
        raise ValueError("browsers resolve `.` and `..` before they ask")
    if is_reserved(route):
        raise ValueError("this prefix belongs to the platform")
    return route


Route = Annotated[
    str,
    StringConstraints(pattern=r"^/([A-Za-z0-9._~-]+(/[A-Za-z0-9._~-]+)*)?$", max_length=200),
    AfterValidator(refuse_unreachable),
]
Expose = Annotated[Text, StringConstraints(pattern=r"^\.(/.+)?$", max_length=200)]
BundlePath = Annotated[Text, StringConstraints(pattern=r"^[^/]", max_length=1024)]
JsName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_$][A-Za-z0-9_$]*$", max_length=128)]


class Nav(Strict):
    """Where an app stands in the host's navigation."""

    order: Annotated[int, Field(ge=-10_000, le=10_000)]
    section: Line | None = None


class SharedHint(Strict):
    """A shared package, where the entry itself doesn't tell."""

    version: Annotated[str, StringConstraints(max_length=128)] | None = None
    required_version: Annotated[
        str | Literal[False] | None, Field(alias="requiredVersion", max_length=128)
    ] = None
    singleton: bool = False


class AppMetadata(Strict):
    """The file at the top of a bundle; without it an app is hosted but not shown."""

    model_config = ConfigDict(
        title="intarsia.json", json_schema_extra={"$id": SCHEMA_PATH}, serialize_by_alias=True
    )

    schema_: Annotated[str, StringConstraints(max_length=2000)] | None = Field(
        None, alias="$schema", description="For editors."
    )
    kind: Literal["host"] | None = Field(None, description="`host`: the page everything is in.")
    title: Line = Field(description="Shown as plain text.")
    description: Annotated[Text, StringConstraints(max_length=1000)] | None = None
    icon: BundlePath | None = Field(None, description="Path of an image in the bundle.")
    route: Route = Field(description="Address in the host, unique, for example `/data`.")
    expose: Expose = Field(description="What the host loads, for example `./DataGrid`.")
    mount: Literal["react", "function", "single-spa"] = Field(description="How it is shown.")
    nav: Nav | Literal[False] = Field(description="Place in the navigation, `false` for none.")
    roles: Annotated[list[Role], Field(min_length=1, max_length=16)] | None = Field(
        None, description="Who is shown the app; everybody when left out."
    )
    entry: BundlePath | None = Field(None, description="The remote entry, without a manifest.")
    type: Literal["global", "module"] | None = Field(None, description="How the entry loads.")
    global_name: JsName | None = Field(None, alias="globalName")
    shared: Annotated[dict[Line, SharedHint], Field(max_length=200)] | None = None

    @property
    def is_host(self) -> bool:
        """Whether this app is the page that the others are shown in."""
        return self.kind == "host"

    def dumped(self) -> dict[str, Any]:
        """Return it as it is kept and shown."""
        return self.model_dump(mode="json", exclude_none=True)


def read_metadata(raw: bytes) -> tuple[AppMetadata | None, list[Finding]]:
    """Parse the file; everything wrong with it becomes a finding."""
    try:
        return AppMetadata.model_validate(parse_json(raw, MAX_METADATA_BYTES)), []
    except NotJson as problem:
        return None, [error("metadata_json", f"{problem}.", METADATA_FILE)]
    except ValidationError as problems:
        return None, [
            error("metadata", f"{problem['msg']}; see {SCHEMA_PATH}.", field_path(problem["loc"]))
            for problem in problems.errors(include_url=False, include_input=False)
        ]


def field_path(location: tuple[int | str, ...]) -> str:
    """Name a field within the file."""
    return ".".join([METADATA_FILE, *map(str, location)])
