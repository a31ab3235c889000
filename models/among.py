"""Whether a column holds one of many keys, as a condition that is one text however many keys there are.

An IN list has a parameter a key: SQLAlchemy writes it anew for each length, PostgreSQL plans it anew, and no prepared
statement fits it. An array is one parameter, and on SQLite so is a JSON array, which `json_each` reads.
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Connection, Integer, String, Text, bindparam, func, select

FEW = 20  # keys, of which SQLite reads a list faster


def among(connection: Connection, expression: ColumnElement[Any], keys: Sequence[object]) -> ColumnElement[bool]:
    """Whether `expression` is one of `keys`."""
    is_whole, is_text = isinstance(expression.type, Integer), isinstance(expression.type, String)
    few = FEW if connection.dialect.name == "sqlite" else 1
    if len(keys) <= few or not (is_whole or is_text):
        return expression.in_(keys)
    if connection.dialect.name == "sqlite":
        held = func.json_each(bindparam("keys", json.dumps(list(keys)), Text(), unique=True)).table_valued("value")
        return expression.in_(select(held.c.value))
    kind = BigInteger() if is_whole else Text()
    return expression == func.any(bindparam("keys", list(keys), ARRAY(kind), unique=True))
