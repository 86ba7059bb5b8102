"""Every number of the attack list has a test, and the page says which."""

from tests.attacks import ATTACKS, PAGE, carried, page


class TestAttackList:
    def test_every_number_is_carried_and_no_other(self) -> None:
        """Told from the sources, so that it holds for any part of the suite that is run."""
        assert ATTACKS.keys() == carried().keys()

    def test_the_page_says_which_tests(self) -> None:
        assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.attacks"
