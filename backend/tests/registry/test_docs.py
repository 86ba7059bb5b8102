import re
from pathlib import Path

import intarsia.registry

SOURCES = Path(intarsia.registry.__file__).parent
DOCS = Path(__file__).parents[3] / "docs" / "registry.md"
RULE = re.compile(r'(?:error|warning|twice)\(\s*"([a-z_]+)"|^\s+\("(path_[a-z_]+)"', re.MULTILINE)


class TestRules:
    def test_are_all_in_the_docs(self) -> None:
        text = "\n".join(path.read_text("utf-8") for path in SOURCES.glob("*.py"))
        rules = {one or other for one, other in RULE.findall(text)}
        documented = set(re.findall(r"`([a-z_]+)`", DOCS.read_text("utf-8")))

        assert len(rules) > 25
        assert rules <= documented
