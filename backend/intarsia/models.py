"""Every table in one place, for migrations and for the test that compares them."""

from intarsia.analytics.store import DayRow, EventRow
from intarsia.auth.notices import DeviceRow, NoticeRow
from intarsia.auth.store import AuthSessionRow
from intarsia.changes import ChangeRow
from intarsia.client_errors.store import ErrorRow
from intarsia.data.store import DataRow
from intarsia.database import Base
from intarsia.jobs.store import JobRow
from intarsia.registry.tables import AppRow, BlobRefRow, BlobRow, ChannelRow, ReleaseRow, VersionRow
from intarsia.self_service.store import MailLinkRow
from intarsia.sessions.store import RecordWorkRow
from intarsia.sessions.stores.sql_forms import SessionRow, TombstoneRow
from intarsia.settings.store import SettingsRow
from intarsia.telemetry.store import LoadReportRow
from intarsia.tokens.store import TokenRow
from intarsia.trail import AuditRow
from intarsia.users.store import UserRow
from intarsia.visits.store import EntryRow, VisitRow

TABLES = (
    UserRow,
    AuthSessionRow,
    NoticeRow,
    DeviceRow,
    SessionRow,
    TombstoneRow,
    RecordWorkRow,
    ChangeRow,
    DataRow,
    AppRow,
    VersionRow,
    BlobRow,
    BlobRefRow,
    ChannelRow,
    ReleaseRow,
    AuditRow,
    SettingsRow,
    TokenRow,
    EventRow,
    DayRow,
    ErrorRow,
    LoadReportRow,
    JobRow,
    MailLinkRow,
    VisitRow,
    EntryRow,
)
metadata = Base.metadata
