"""HTTP for load reports."""

from intarsia.clock import ClockDep
from intarsia.reporting import Accepted, IntakeDep, Reporter
from intarsia.routing import Feature
from intarsia.telemetry import service, store
from intarsia.telemetry.schemas import LoadReports

router = Feature("/telemetry", tag="telemetry")


@router.post("/mf", status_code=202)
async def report_loads(
    body: LoadReports, reporter: Reporter, clock: ClockDep, intake: IntakeDep
) -> Accepted:
    """Take in how loading remotes went, guests' too; stored within a second."""
    intake.offer(store.add, service.rows_of(body, reporter, clock.now()))
    return Accepted(accepted=len(body.reports))
