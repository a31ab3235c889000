"""JSON in SQLite's SQL. Decimals stand there as integers of a fixed number of places, instants as text."""

from typing import Any

from sqlalchemy import BigInteger, CompoundSelect, Select, Text, case, cast, func, select, type_coerce
from sqlalchemy.sql.selectable import AliasedReturnsRows

from ..reading.sources import Expression
from .engines import Engine, all_of, in_quotes, once
from .engines import constant_number as whole
from .numbers import in_base64
from .text import MARK, constant, formatted

COMMON_FIRST = (2, 0, 3, 4)  # decimals of currencies


def _quoted(value: Expression) -> Expression:
    return case((value.is_not(None), func.json_quote(value, type_=Text)))


def _instant(value: Expression) -> Expression:
    return in_quotes(func.replace(cast(value, Text), constant("+00:00"), constant("Z"), type_=Text))


def _parted(raw: Expression, places: int, digits: int, quote: str = "") -> tuple[Expression, Expression]:
    """An integer of 10^-places in plain notation with some of its decimals: from zero on, and below."""
    unit, finer = whole(10**places), whole(10 ** (places - digits))

    def shown(sign: str, size: Expression) -> Expression:
        part = size % unit if digits == places else (size % unit) // finer
        return func.printf(constant(f"{quote}{sign}%d.%0{digits}d{quote}"), size // unit, part, type_=Text)

    return shown("", raw), shown("-", -raw)


def _measured(value: Expression) -> Expression:
    places = value.type.places  # type: ignore[attr-defined]  # of an ExactDecimal
    zero = constant("0")

    def shown(value: Expression) -> Expression:
        raw = type_coerce(value, BigInteger)
        above, below = _parted(raw, places, places)
        return case(
            (raw % whole(10**places) == whole(0), in_quotes(cast(raw // whole(10**places), Text))),
            (raw > whole(0), in_quotes(func.rtrim(above, zero, type_=Text))),
            (raw < whole(0), in_quotes(func.rtrim(below, zero, type_=Text))),
        )

    return once(value, shown)


def _money(value: Expression, digits: Expression) -> Expression:
    places = value.type.places  # type: ignore[attr-defined]  # of an ExactDecimal

    def shown(value: Expression) -> Expression:
        raw = type_coerce(value, BigInteger)
        return case(*[(digits == whole(one), _at(raw, places, one)) for one in COMMON_FIRST])

    return once(value, shown)


def _at(raw: Expression, places: int, digits: int) -> Expression:
    finer = whole(10 ** (places - digits))
    is_finer = (raw % finer != whole(0), constant(MARK))
    if digits == 0:
        return case(is_finer, (raw.is_not(None), in_quotes(cast(raw // finer, Text))))
    above, below = _parted(raw, places, digits, '"')
    return case(is_finer, (raw >= whole(0), above), (raw < whole(0), below))


def _path(path: tuple[str, ...]) -> Expression:
    return constant("$" + "".join(f'."{one}"' for one in path))


def _member_text(document: Expression, path: tuple[str, ...]) -> Expression:
    return func.json_extract(_json(document), _path(path), type_=Text)


def _member_switch(document: Expression, path: tuple[str, ...]) -> Expression:
    found = func.json_type(_json(document), _path(path), type_=Text)
    return case((found == constant("true"), constant("true")), (found == constant("false"), constant("false")))


def _member_list(document: Expression, path: tuple[str, ...]) -> Expression:
    """A list of texts, closely written; NULL where it is empty."""
    found = func.json_extract(_json(document), _path(path), type_=Text)
    return case((found != constant("[]"), found))


def _json(document: Expression) -> Expression:
    return type_coerce(document, Text)


def _listed(one: Expression, statement: Select[Any], order: list[Expression], *, is_paged: bool = False) -> Expression:
    """The rows of a statement that has only its FROM and WHERE, rendered and joined by commas, in an order."""
    rows = statement.with_only_columns(one.label("j"), *_shown(statement, order)).order_by(*order).subquery()
    joined = all_of(func.group_concat(rows.c.j, constant(","), type_=Text), is_paged=is_paged)
    return func.coalesce(select(joined).select_from(rows).scalar_subquery(), constant(""), type_=Text)


def _shown(statement: Select[Any], order: list[Expression]) -> list[Expression]:
    """What orders rows that come from several tables: where it is no column, SQLite reads these to their ends."""
    is_several = any(isinstance(_inmost(one), CompoundSelect) for one in statement.get_final_froms())
    return [one.label(f"by{place}") for place, one in enumerate(order)] if is_several else []


def _inmost(source: Any) -> Any:
    """What is called by one name or several."""
    while isinstance(source, AliasedReturnsRows):
        source = source.element
    return source


def _elements(document: Expression) -> Any:
    found = func.json_each(_json(document)).table_valued("value", "key", joins_implicitly=True)
    return found, found.c.value, found.c.key


def _among(key: Expression, keys: Expression) -> Any:
    return key.in_(select(func.json_each(keys).table_valued("value").c.value))


SQLITE = Engine(
    name="sqlite",
    together=formatted,
    quoted=_quoted,
    day=lambda value: in_quotes(cast(value, Text)),
    instant=_instant,
    measured=_measured,
    money=_money,
    in_base64=in_base64,
    member_text=_member_text,
    member_switch=_member_switch,
    member_list=_member_list,
    listed=_listed,
    elements=_elements,
    among=_among,
)
