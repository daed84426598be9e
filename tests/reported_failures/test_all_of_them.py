"""Every reported failure of schedule-rules B has a test here, named after its number, that tells what it was.

What cannot happen yet, because what it happens to is not built:

- B29 (a model that costs without end): there is no language model, so nothing can be called.
- B24, B30, B33, the part about a model's tools: no model holds a job in hand, runs have no tools, and no text
  from outside is read by anything but the eyes it is shown to; what holds without a model is tested.
- B32, the part about a model that answers 503: sources of news that do are tested.
- B36, the part about a CronJob's startingDeadlineSeconds: no manifest with a schedule is made; that a hundred
  missed times stop nothing is tested.
"""

import ast
import re
from pathlib import Path

REPORTED = range(1, 37)
#: Why is said above.
NOT_YET = {29}
NAMED = re.compile(r"test_b(\d\d?)_")
TESTS = Path(__file__).parents[1]


def named_tests(folder: Path) -> list[tuple[int, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Return the tests of a folder that are named after a reported failure."""
    return [
        (int(match.group(1)), node)
        for path in sorted(folder.rglob("test_*.py"))
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (match := NAMED.match(node.name))
    ]


def test_every_reported_failure_that_can_happen_has_a_test_here() -> None:
    assert {number for number, _ in named_tests(Path(__file__).parent)} | NOT_YET == set(REPORTED)


def test_they_are_found_here_and_nowhere_else() -> None:
    assert len(named_tests(Path(__file__).parent)) == len(named_tests(TESTS))


def test_each_tells_in_one_line_what_was_reported() -> None:
    docstrings = {node.name: ast.get_docstring(node) or "" for _, node in named_tests(Path(__file__).parent)}

    assert [name for name, told in docstrings.items() if not told or "\n" in told] == []
