"""What a copy of the tree does once the recipes' diffs are in it: the commands, then the proof. One process for all.

`python -m tests.recipes.follow MODULE… -- TEST…` runs modules as make does, then tests.
"""

import runpy
import sys

import pytest


def run(module: str) -> None:
    """Run a module with its arguments, as `python -m` would."""
    name, *sys.argv[1:] = module.split()
    runpy.run_module(name, run_name="__main__", alter_sys=True)


# The commands have imported what pytest would rewrite, where it has plugins there.
QUIETLY = ("-W", "ignore:Module already imported:pytest.PytestAssertRewriteWarning")

if __name__ == "__main__":
    given = sys.argv[1:]
    for one in given[: given.index("--")]:
        run(one)
    sys.exit(pytest.main(["-q", *QUIETLY, "-k", "not postgresql", *given[given.index("--") + 1 :]]))
