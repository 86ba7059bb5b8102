"""The real service and the reference, through whatever may happen, in step.

`make test` runs few examples of it; `pytest -m long tests/auth/machine` thousands.
"""

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.auth.machine.driver import Driver
from tests.auth.machine.reference import GRACE
from tests.auth.machine.rules import RefreshMachine

FEW, MANY = 8, 2000


@pytest.fixture
def driver(database_url: str) -> Iterator[Driver]:
    driver = Driver(database_url, GRACE)
    yield driver
    driver.stop()


def run(driver: Driver, examples: int, steps: int) -> Counter[str]:
    """Run the machine; return how often what happened."""

    class Machine(RefreshMachine):
        pass

    Machine.driver, Machine.seen = driver, Counter()
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink],
        ),
    )
    return Machine.seen


@pytest.mark.attack(12, 13, 14, 15, 16, 19, 21, 22, 23, 24, 25)
class TestRefreshProtocol:
    def test_service_and_reference_agree(self, driver: Driver) -> None:
        seen = run(driver, FEW, 40)

        assert seen["ok"]

    @pytest.mark.long
    def test_they_agree_for_hours(self, driver: Driver) -> None:
        print(dict(run(driver, MANY, 60)))  # noqa: T201 (the measurement is the result)
