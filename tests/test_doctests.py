"""Every example in a docstring runs."""

import doctest
import importlib
import pkgutil

import rebill


def names() -> list[str]:
    """Every module of the package."""
    return [
        one.name
        for one in pkgutil.walk_packages(rebill.__path__, "rebill.")
        if "versions" not in one.name and not one.name.endswith((".env", "render"))
    ]


def test_the_examples_in_every_module_run() -> None:
    results = {name: doctest.testmod(importlib.import_module(name)) for name in names()}
    assert [name for name, found in results.items() if found.failed] == []
    assert sum(found.attempted for found in results.values()) > 10
