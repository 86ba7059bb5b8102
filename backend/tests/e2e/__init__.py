"""The product in a real browser."""

import pytest

pytest.register_assert_rewrite("tests.e2e.guard", "tests.e2e.server", "tests.e2e.steps")
