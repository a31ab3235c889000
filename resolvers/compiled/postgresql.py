"""JSON in PostgreSQL's SQL."""

from base64 import b64encode
from typing import Any

from sqlalchemy import ARRAY, Integer, Select, Text, any_, case, cast, func, select, type_coerce
from sqlalchemy.dialects.postgresql import BYTEA, JSON, aggregate_order_by

from ..reading.sources import Expression
from .engines import Engine, all_of, in_quotes, once
from .text import MARK, chained, constant


def _quoted(value: Expression) -> Expression:
    return cast(func.to_json(type_coerce(value, Text)), Text)


def _day(value: Expression) -> Expression:
    return in_quotes(func.to_char(value, constant("YYYY-MM-DD"), type_=Text))


def _instant(value: Expression) -> Expression:
    utc = func.timezone(constant("UTC"), value)
    return in_quotes(func.to_char(utc, constant('YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), type_=Text))


def _measured(value: Expression) -> Expression:
    return in_quotes(cast(func.trim_scale(value), Text))


def _money(value: Expression, digits: Expression) -> Expression:
    def shown(value: Expression) -> Expression:
        rounded = func.round(value, digits, type_=value.type)
        is_exact = func.min_scale(value, type_=Integer) <= digits
        return case((is_exact, in_quotes(cast(rounded, Text))), (value.is_not(None), constant(MARK)))

    return once(value, shown)


def _in_base64(before: str, key: Expression, after: str = "") -> Expression:
    """Base64 of three bytes stands by itself, so that what is known beforehand need not be encoded again and again."""
    known = len(before) - len(before) % 3
    rest = chained((*([before[known:]] if before[known:] else []), cast(key, Text), *([after] if after else [])))
    encoded = func.encode(cast(rest, BYTEA), constant("base64"), type_=Text)
    return chained((b64encode(before[:known].encode()).decode(), func.rtrim(encoded, constant("="), type_=Text)))


def _path(path: tuple[str, ...]) -> Expression:
    return cast(constant("{" + ",".join(path) + "}"), ARRAY(Text))


def _member_text(document: Expression, path: tuple[str, ...]) -> Expression:
    return type_coerce(document, JSON).op("#>>", return_type=Text())(_path(path))


def _member_switch(document: Expression, path: tuple[str, ...]) -> Expression:
    return _member_text(document, path)


def _member_list(document: Expression, path: tuple[str, ...]) -> Expression:
    """A list of texts, closely written; NULL where it is empty."""
    given = type_coerce(document, JSON).op("#>", return_type=JSON())(_path(path))
    array = case((func.json_typeof(given, type_=Text) == constant("array"), given))
    found = func.json_array_elements(array).table_valued("value", with_ordinality="place")
    found = found.render_derived()
    text = cast(found.c.value, Text)
    joined = func.string_agg(text, aggregate_order_by(constant(","), found.c.place), type_=Text)
    whole = select(chained(("[", joined, "]"))).select_from(found)
    return whole.scalar_subquery()


def _listed(one: Expression, statement: Select[Any], order: list[Expression], *, is_paged: bool = False) -> Expression:
    """The rows of a statement that has only its FROM and WHERE, rendered and joined by commas, in an order."""
    joined = all_of(func.string_agg(one, aggregate_order_by(constant(","), *order), type_=Text), is_paged=is_paged)
    return func.coalesce(statement.with_only_columns(joined).scalar_subquery(), constant(""), type_=Text)


def _elements(document: Expression) -> Any:
    given = type_coerce(document, JSON)
    array = case((func.json_typeof(given, type_=Text) == constant("array"), given))
    found = func.json_array_elements(array).table_valued("value", with_ordinality="place")
    found = found.render_derived()
    return found, found.c.value, found.c.place


POSTGRESQL = Engine(
    name="postgresql",
    together=chained,
    quoted=_quoted,
    day=_day,
    instant=_instant,
    measured=_measured,
    money=_money,
    in_base64=_in_base64,
    member_text=_member_text,
    member_switch=_member_switch,
    member_list=_member_list,
    listed=_listed,
    elements=_elements,
    among=lambda key, keys: key == any_(keys),
)
