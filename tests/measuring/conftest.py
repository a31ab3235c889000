"""The server of the tests of protocols."""

from tests.transport.conftest import books, place

__all__ = ["books", "place"]
