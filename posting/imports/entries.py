"""Approved work as another system has it: entries that may name their contract line by numbers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import pairwise

from sqlalchemy import select

from ...models import tables
from ...models.identity import GlobalId, encode
from ...models.rows import read_all
from ...models.vocabulary import OrderType, ProblemCode, TransactionClass
from ..command.batch import Answers
from ..command.results import EntriesResult
from ..command.transaction import Transaction
from ..commands import Command, JournalEntryInput, about
from ..commands.texts import NUMBER
from ..ledger.post import post
from ..ledger.settings import Conditions
from ..problems import Problem, Refused, refuse
from ..projects.entries import plan_journal
from ..rules.grammar import WORK

NOT_GIVEN = GlobalId("")
LineName = tuple[str, int]  # number of the contract, number of the line in it


@dataclass(frozen=True)
class NamedLine:
    """A line of a contract, and the numbers that name it."""

    number: str
    order_id: int
    line_number: int
    id: int


@dataclass(kw_only=True)
class ImportEntry(Command, JournalEntryInput):
    """A piece of approved work; its line is named by contract and line, or by contractLine."""

    contract: str | None = field(default=None, metadata=about("The contract's number, e.g. PC-000001.", NUMBER))
    line: int | None = field(default=None, metadata=about("The number of the line in the contract."))
    contract_line: GlobalId = field(default=NOT_GIVEN, metadata=about("The contract line's id, instead of the two."))
    transaction_class: TransactionClass = field(
        metadata=about("TIME, EXPENSE, MATERIAL or FEE.") | {"members": WORK}  # what else there is, is no work
    )


def import_entries(transaction: Transaction, commands: Sequence[ImportEntry]) -> Answers[EntriesResult]:
    """Book entries, each by itself, as postEntryJournal would: those that are left when the bad ones are taken out."""
    answers: dict[int, EntriesResult | Refused] = {}
    lines = _named_lines(transaction, commands, answers)
    todo = [place for place in range(len(commands)) if place not in answers]
    while todo:
        journal = plan_journal(transaction, [_entry(commands[place], lines[place]) for place in todo])
        if not isinstance(journal, tuple):
            keys = post(transaction, journal.plan, Conditions()).actual_ids
            for place, (start, end) in zip(todo, pairwise([0, *journal.ends]), strict=True):
                answers[place] = EntriesResult(keys[start:end])
            break
        bad: dict[int, list[Problem]] = defaultdict(list)
        for one in journal:  # their paths begin with "entries" and the place in the journal
            bad[todo[int(one.path[1])]].append(replace(one, path=one.path[2:]))
        answers |= {place: Refused(problems) for place, problems in bad.items()}
        todo = [place for place in todo if place not in bad]
    return [answers[place] for place in range(len(commands))]


def _entry(command: ImportEntry, line: GlobalId) -> JournalEntryInput:
    values = {one.name: getattr(command, one.name) for one in fields(JournalEntryInput)}
    return JournalEntryInput(**(values | {"contract_line": line}))


def _named_lines(
    transaction: Transaction, commands: Sequence[ImportEntry], answers: dict[int, EntriesResult | Refused]
) -> dict[int, GlobalId]:
    """The contract line of each entry by place; where it cannot be told, the entry is answered with the refusal."""
    names: dict[int, LineName] = {}
    lines: dict[int, GlobalId] = {}
    for place, command in enumerate(commands):
        by_numbers = command.contract is not None and command.line is not None
        if by_numbers and command.contract_line == NOT_GIVEN:
            names[place] = (str(command.contract), int(command.line or 0))
        elif command.contract_line != NOT_GIVEN and command.contract is None and command.line is None:
            lines[place] = command.contract_line
        else:
            answers[place] = refuse(ProblemCode.INVALID_INPUT, "ways-to-name-a-line", "contract")
    known = _keys(transaction, {contract for contract, _ in names.values()})
    for place, name in names.items():
        if name[1] > 0 and name in known:
            lines[place] = encode("ContractLine", known[name])
        elif (name[0], 0) in known:
            answers[place] = refuse(
                ProblemCode.NOT_FOUND, "line-number", "line", document=name[0], given=name[1], type="ContractLine"
            )
        else:
            answers[place] = refuse(
                ProblemCode.NOT_FOUND, "project-contract", "contract", given=name[0], type="ProjectContract"
            )
    return lines


def _keys(transaction: Transaction, contracts: set[str]) -> dict[LineName, int]:
    """Keys of the contracts' lines by name; under line 0 of each contract its own."""
    if not contracts:
        return {}
    order, line = tables.order, tables.contract_line
    statement = (
        select(order.c.number, order.c.id.label("order_id"), line.c.line_number, line.c.id)
        .join(line, line.c.order_id == order.c.id)
        .where(order.c.number.in_(contracts), order.c.type == OrderType.PROJECT_CONTRACT)
    )
    rows = read_all(transaction.connection, statement, NamedLine)
    own = {(row.number, 0): row.order_id for row in rows}
    return own | {(row.number, row.line_number): row.id for row in rows}
