"""A law of the rule tables: every row of the ledger is one of theirs (docs/posting-rules.md)."""

from collections import defaultdict

from sqlalchemy import ColumnElement, and_, not_, or_, select

from ...models.vocabulary import TransactionClass, TransactionType
from ..rules.cancellations import CANCELLATION
from ..rules.grammar import WORK
from ..rules.scenarios import RULES
from .law import ACTUAL, Law, rows_of

Kind = tuple[TransactionType, tuple[TransactionClass, ...], bool]  # the last says whether it is a reversal


def _rules_by_kind() -> dict[Kind, list[str]]:
    found: dict[Kind, list[str]] = defaultdict(list)
    for rule, (scenario, row) in RULES.items():
        is_reversal = row.reverses is not None
        if scenario is CANCELLATION:  # mirrors rows of both sides and of every class
            for side in (TransactionType.BILLED_SALES, TransactionType.UNBILLED_SALES):
                found[side, tuple(TransactionClass), is_reversal].append(rule)
            continue
        classes = WORK if scenario.transaction_class is None else (scenario.transaction_class,)
        found[row.type, classes, is_reversal].append(rule)
    return found


def _is(kind: Kind) -> ColumnElement[bool]:
    side, classes, is_reversal = kind
    reverses = ACTUAL.c.reverses_id
    reversing = reverses.is_not(None) if is_reversal else reverses.is_(None)
    return and_(ACTUAL.c.transaction_type == side, ACTUAL.c.transaction_class.in_(classes), reversing)


def _tables() -> Law:
    named = (and_(_is(kind), ACTUAL.c.rule.in_(rules)) for kind, rules in _rules_by_kind().items())
    broken = select(ACTUAL.c.id).where(not_(or_(*named)))
    statement = (
        "Every row names a row of the rule tables, is of its side and class, and is a reversal exactly where that is."
    )
    return Law("rule tables", statement, rows_of(ACTUAL), broken)


LAWS: tuple[Law, ...] = (_tables(),)
