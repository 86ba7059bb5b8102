"""Which tests carry which number of the attack list; `python -m tests.attacks` writes the page.

A test says so by `@pytest.mark.attack(12)`: on the function, on its class, or on one
`pytest.param`.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

TESTS = Path(__file__).parent
PAGE = TESTS.parents[1] / "docs" / "attacks.md"
MARK = "pytest.mark.attack"
HEAD = """# What is tried against it

Attacks and edge cases that sign-in, sessions and tokens have to withstand, and the tests that try
them, on SQLite and on PostgreSQL where a database has a part in it. The page is made from the marks
that the tests carry: `python -m tests.attacks` in `backend/`.

| # | Attack | Tests |
|---|---|---|
"""

ATTACKS = {
    1: "A token that asks not to be verified: `alg` is *none*, in any spelling",
    2: "A token signed with the text of a public key: PEM, DER, SSH, JWK",
    3: "`kid` as a path, as SQL, unknown, or no text at all",
    4: "A token that brings its own key or says where to fetch one: `jwk`, `jku`, `x5u`",
    5: "Extensions that must be understood or refused: `crit`, `b64`",
    6: "Dates at the limit, just beyond, missing, or no whole numbers",
    7: "Audience, issuer or subject missing, wrong, or a list",
    8: "A refresh token where an access token belongs, and the reverse",
    9: "Tokens spelt otherwise, cut, padded, nested, huge, or with characters that do not belong",
    10: "The same claim twice",
    11: "A key that was retired; a weak key",
    12: "A refresh token again, just within the grace and just after",
    13: "An answer that is lost, before and after its token is in use",
    14: "A refresh token two rotations old",
    15: "A thief who rotates before the victim, and one who does after",
    16: "A thief who follows each of the victim's rotations",
    17: "A forged token that names a sign-in which exists",
    18: "A generation that the database never made",
    19: "A refresh at the same moment as a logout, a password change, a deactivation, a revocation",
    20: "Refreshes by several processes at once",
    21: "A refresh that would make the sign-in last longer",
    22: "A clock that steps back, and forward",
    23: "A process that dies between the commit and the answer",
    24: "A cookie set by a failure, or where the token stays the same",
    25: "The cookie of another sign-in than the page's",
    26: "A session chosen by the attacker before the victim signs in",
    27: "A validly signed session of the attacker's, planted in the victim's browser",
    28: "Two cookies of one name",
    29: "Cookies whose attributes differ between setting and deleting",
    30: "A secret that is replaced while people are signed in",
    31: "The store of session records is away",
    32: "A refresh token in a body that a page's script can read",
    33: "Requests from other sites, another port, `Origin: null`, or cookies without any origin",
    34: "Fields that nobody may set on themselves, nested or spelt otherwise: `role`, `id`, …",
    35: "Finding out who has an account: by status, by body, by time",
    36: "Passwords tried by the thousand, and under forged addresses",
    37: "Passwords at the limits: 72 bytes, 4-byte characters, NUL, a megabyte, two normal forms",
    38: "Registering one address twice at the same moment",
    39: "Secrets in logs, traces and error messages",
}


def numbers(decorators: list[ast.expr]) -> set[int]:
    """The numbers of all marks in decorators, those of single parameters included."""
    calls = [node for each in decorators for node in ast.walk(each) if isinstance(node, ast.Call)]
    marks = [call for call in calls if ast.unparse(call.func) == MARK]
    return {int(ast.literal_eval(argument)) for mark in marks for argument in mark.args}


def marked(path: Path) -> Iterator[tuple[str, set[int]]]:
    """Every class and test of a module that carries numbers."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            yield node.name, numbers(node.decorator_list)
            for inner in filter(is_test, node.body):
                yield f"{node.name}.{inner.name}", numbers(inner.decorator_list)
        elif is_test(node):
            yield node.name, numbers(node.decorator_list)


def is_test(node: ast.stmt) -> TypeGuard[ast.FunctionDef | ast.AsyncFunctionDef]:
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    return node.name.startswith("test_")


def carried() -> dict[int, list[str]]:
    """Where each number is, as file and name."""
    found: dict[int, list[str]] = defaultdict(list)
    for path in sorted(TESTS.rglob("test_*.py")):
        for name, each in marked(path):
            for number in each:
                found[number].append(f"{path.relative_to(TESTS).as_posix()} {name}")
    return found


def page() -> str:
    """The table, as it should be."""
    found = carried()
    lines = (f"| {number} | {text} | {tests(found[number])} |" for number, text in ATTACKS.items())
    return HEAD + "\n".join(lines) + "\n"


def tests(names: list[str]) -> str:
    """Tests by file, each file linked once."""
    by_file: dict[str, list[str]] = defaultdict(list)
    for name in names:
        file, _, test = name.partition(" ")
        by_file[file].append(f"`{test}`")
    return "; ".join(
        f"[{file}](../backend/tests/{file}): {', '.join(each)}" for file, each in by_file.items()
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
