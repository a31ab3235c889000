"""Every example in a docstring runs."""

import doctest
import importlib
import pkgutil

import pytest

import rebill


def names() -> list[str]:
    """Every module of the package."""
    return [
        one.name
        for one in pkgutil.walk_packages(rebill.__path__, "rebill.")
        if "versions" not in one.name and not one.name.endswith((".env", "render"))
    ]


@pytest.mark.parametrize("name", names())
def test_the_examples_in_a_module_run(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples() -> None:
    found = [doctest.testmod(importlib.import_module(name)).attempted for name in names()]
    assert sum(found) > 10
