import pytest
from pydantic import SecretStr
from pydantic_core import PydanticCustomError

from intarsia.auth.policy import common, is_own_name, refuse_guessable

NAMES = ["Ann.Wood@example.com", "woody", "Ann Wood"]


class TestCommon:
    def test_list_is_long_and_lower_case(self) -> None:
        assert len(common()) > 14_000
        assert all(word == word.casefold() for word in common())

    @pytest.mark.parametrize(
        "password",
        [
            "password",
            "PASSWORD",
            "Passwort123",
            "iloveyou",
            "trustno1",
            "qwertyuiop",
            "dragon2026!",
            "Sommer2026!!",
            "12345678",
            "98765432",
            "aaaaaaaa",
            "abababab",
            "xyzxyzxyz",
        ],
    )
    def test_what_everybody_tries_first_is_refused(self, password: str) -> None:
        with pytest.raises(PydanticCustomError) as refused:
            refuse_guessable(SecretStr(password))

        assert refused.value.type == "password_too_common"
        assert repr(password) not in str(refused.value)

    @pytest.mark.parametrize(
        "password", ["correct horse battery", "marquetry-9", "zwölf Boxkämpfer", "        x"]
    )
    def test_nothing_is_asked_of_it_but_that(self, password: str) -> None:
        assert refuse_guessable(SecretStr(password)).get_secret_value() == password


class TestOwnNames:
    @pytest.mark.parametrize(
        "password",
        ["ann.wood@example.com", "ANN.WOOD", "ann.wood1990", "woody!!!!", "Ann Wood", "annwood12"],
    )
    def test_is_found_in_any_case_and_with_an_ending(self, password: str) -> None:
        assert is_own_name(password, NAMES)

    @pytest.mark.parametrize("password", ["anne wood was here", "woodworker-9", "example.com"])
    def test_what_only_contains_one_is_not_one(self, password: str) -> None:
        assert not is_own_name(password, NAMES)

    def test_names_of_a_letter_or_two_forbid_nothing(self) -> None:
        assert not is_own_name("1234-99-x", ["x", "99"])
