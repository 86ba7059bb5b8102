"""What goes over the wire."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, computed_field, model_validator

from intarsia.pagination import ListQuery
from intarsia.registry.findings import Finding
from intarsia.registry.names import AppId, ReleaseName, Version
from intarsia.registry.states import State
from intarsia.schemas import Outgoing, Strict, Text, Timestamp

Note = Annotated[Text, StringConstraints(strip_whitespace=True, max_length=1000)]


class ReleasedApp(Outgoing):
    """What a release says about one app."""

    version: str


class Release(Outgoing):
    """The full map of apps that is, or was, live on a channel."""

    number: int
    channel: str
    apps: dict[str, ReleasedApp]
    findings: list[Finding]
    created_at: Timestamp
    created_by: str
    note: str


class Channel(Outgoing):
    """A name that points at one release."""

    name: str
    release: int
    locked_at: Timestamp | None
    locked_by: str | None
    locked_reason: str | None


class LockWrite(Strict):
    """Why a channel is closed to releases."""

    reason: Annotated[Note, Field(min_length=1)]


class VersionStep(Outgoing):
    """One app in two releases."""

    before: str
    after: str


class Difference(Outgoing):
    """What one release has that another has not."""

    before: str = Field(description="Name of a release: channel@number.")
    after: str
    added: dict[str, str] = Field(description="Version by app.")
    removed: dict[str, str]
    changed: dict[str, VersionStep]


class AppChange(Strict):
    """Another version of one app."""

    version: Version


class ReleaseWrite(Strict):
    """Changes on top of the live release; `null` takes an app out."""

    changes: Annotated[dict[AppId, AppChange | None], Field(min_length=1, max_length=1000)]
    note: Note = ""


class RollbackWrite(Strict):
    """Back to a whole earlier release, or one app to what it was before."""

    release: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
    app: AppId | None = None
    note: Note = ""

    @model_validator(mode="after")
    def name_one(self) -> "RollbackWrite":
        """Exactly one of the two is meant."""
        if (self.release is None) == (self.app is None):
            raise ValueError("send either release or app")
        return self


class Sized(Outgoing):
    """Bytes in two versions, unpacked; null where one has no such expose."""

    before: int | None
    after: int | None


class Ranges(Outgoing):
    """A shared package in two versions, as in `19.3.1 (^19.3.0)`."""

    before: str | None
    after: str | None


class VersionDifference(Outgoing):
    """What one version of an app has that another has not."""

    against: str = Field(description="The version that it is compared with.")
    version: str
    added: list[str] = Field(description="Exposes.")
    removed: list[str]
    exposes: dict[str, Sized] = Field(description="Size of each expose's own files.")
    shared: dict[str, Ranges] = Field(description="Shared packages that differ.")
    size: Sized = Field(description="Of all files.")


class Published(Outgoing):
    """What came of a publish."""

    app: str
    version: str
    tree: str = Field(description="One hash of all paths and contents.")
    created: bool = Field(description="False when the same files were published before.")
    dry_run: bool
    findings: list[Finding]
    difference: VersionDifference | None = Field(
        description="To the version published before; null for the first, and when sent again."
    )
    release: Release | None

    @computed_field(description="Where the files are served.")
    def path(self) -> str:
        """Return the folder of the version."""
        return f"/mf/{self.app}/{self.version}/"


class App(Outgoing):
    """An app that was published at least once."""

    id: str
    created_at: Timestamp
    created_by: str


class PublishedVersion(Outgoing):
    """One published bundle."""

    app: str
    version: str
    state: Literal["active", "deprecated", "withdrawn", "collected"]
    state_reason: str = Field(description="Why it is in this state; empty from its publish on.")
    state_at: Timestamp | None
    state_by: str | None
    tree: str
    name: str = Field(description="The federation name.")
    type: str
    file_count: int
    size: int
    published_at: Timestamp
    published_by: str
    metadata: Annotated[dict[str, Any] | None, Field(validation_alias="metadata_")]
    findings: list[Finding]


class StateWrite(Strict):
    """Another state of a version."""

    state: State
    reason: Annotated[Note, Field(min_length=1, description="Why, for everybody to read.")]
    force: Annotated[
        bool, Field(description="With `withdrawn`: pages that run it reload at once.")
    ] = False

    @model_validator(mode="after")
    def force_only_out(self) -> "StateWrite":
        """Pages have to be left only for what is withdrawn."""
        if self.force and self.state != "withdrawn":
            raise ValueError("force goes with withdrawn only")
        return self


class AppsQuery(ListQuery):
    """How apps are listed."""

    sort: Annotated[str, StringConstraints(pattern=r"^-?[a-z_]+(,-?[a-z_]+)*$")] = "id"


class VersionsQuery(ListQuery):
    """How versions are listed."""

    sort: Annotated[str, StringConstraints(pattern=r"^-?[a-z_]+(,-?[a-z_]+)*$")] = "-published_at"
    q: None = None


class ChannelsQuery(ListQuery):
    """How channels are listed."""

    sort: Annotated[str, StringConstraints(pattern=r"^-?[a-z_]+(,-?[a-z_]+)*$")] = "name"
    q: None = None


class DifferenceQuery(Strict):
    """Two releases, each `channel` for what is live there, or `channel@number`."""

    before: ReleaseName
    after: ReleaseName


class ReleasesQuery(ListQuery):
    """How releases are listed."""

    sort: Annotated[str, StringConstraints(pattern=r"^-?[a-z_]+(,-?[a-z_]+)*$")] = "-number"
    q: None = None
