"""Keys as one value of a statement, however many they are: an array on PostgreSQL, JSON on SQLite."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, Dialect, Integer, String
from sqlalchemy.types import TypeDecorator, TypeEngine


class Keys(TypeDecorator[Sequence[int]]):
    """Keys of records."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """How the engine takes them."""
        kind: TypeEngine[Any] = String() if dialect.name == "sqlite" else ARRAY(Integer)
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: Sequence[int] | None, dialect: Dialect) -> object:
        """The keys as the driver takes them."""
        return json.dumps(value) if dialect.name == "sqlite" else value


KEYS = Keys()
