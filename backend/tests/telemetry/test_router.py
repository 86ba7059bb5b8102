from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.testclient import TestClient

from intarsia.database import readers
from intarsia.telemetry.store import LoadReportRow
from tests.reports import write_reports

LOAD = {"app": "data-grid", "version": "1.0.0", "release": 3, "phase": "entry", "ok": True}


class TestReportLoads:
    async def test_stores_who_loaded_what(
        self, client: TestClient, user: dict[str, str], engine: AsyncEngine
    ) -> None:
        failed = {"app": "data-grid", "version": "1.0.0", "phase": "chunk", "ok": False}
        body = {"reports": [LOAD | {"duration_ms": 12.5}, failed | {"message": "404"}]}
        for headers in (user, {}):
            answer = client.post("/api/telemetry/mf", json=body, headers=headers)
            assert (answer.status_code, answer.json()) == (202, {"accepted": 2})
        write_reports(client)
        async with readers(engine)() as session:
            rows = list(await session.scalars(select(LoadReportRow).order_by(LoadReportRow.number)))

        assert [(row.phase, row.ok, row.duration_ms) for row in rows[:2]] == [
            ("entry", True, 12.5),
            ("chunk", False, None),
        ]
        assert [row.user_id is None for row in rows] == [False, False, True, True]

    def test_what_does_not_fit_is_refused(self, client: TestClient) -> None:
        for wrong in ([], [LOAD] * 101, [LOAD | {"phase": "lunch"}], [LOAD | {"app": "../x"}]):
            answer = client.post("/api/telemetry/mf", json={"reports": wrong})
            assert answer.status_code == 422
