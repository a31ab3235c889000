"""The values that a code always has (access 6.10) are given wherever it is told."""

import ast

from rebill.models.wording.params import ALWAYS
from tests.wording.catalogues import ROOT

UNKNOWN = {("CONCURRENT_UPDATE", "records-moved")}  # many rows at once, whose versions nobody has


def test_what_a_code_always_speaks_of_is_given_wherever_it_is_told() -> None:
    """Where the values are written at the place; where they are put together, the tests of the refusals look."""
    missing = []
    for path in (ROOT / "posting").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call) or len(call.args) < 2 or any(one.arg is None for one in call.keywords):
                continue
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            code, variant = ast.unparse(call.args[0]).rpartition(".")[2], getattr(call.args[1], "value", "")
            if name in ("fail", "refuse", "problem") and code in ALWAYS and (code, variant) not in UNKNOWN:
                given = {one.arg for one in call.keywords}
                missing += [(f"{path.name}:{call.lineno}", code, one) for one in ALWAYS[code] if one not in given]
    assert missing == []
