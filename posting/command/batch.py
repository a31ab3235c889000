"""Several commands of one kind in one transaction, each with an answer of its own.

An import carries out thousands of commands. Their handlers take them together, so that what they name is looked up and
what they write is inserted with a few statements; a command that is refused leaves nothing behind and does not disturb
the others. A handler of a single command is one of several commands with one member: the rules stand in one place.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from ..commands import Command
from ..history.entries import answered, operation_of
from ..history.notes import note_made, notes_of
from ..problems import Refused
from ..texts import Meant, in_one_form
from .asked import input_hash
from .idempotency import Record, check_repeats, checked_key, given_twice, keep, recorded
from .transaction import Transaction, together

C = TypeVar("C", bound=Command)
R = TypeVar("R")
Answers = list[R | Refused]
Batch = Callable[[Transaction, Sequence[C]], Answers[R]]


def only(answers: Sequence[R | Refused]) -> R:
    """The answer to a single command; raises what it was refused with."""
    (answer,) = answers
    if isinstance(answer, Refused):
        raise answer
    return answer


def one_by_one(handler: Callable[[Transaction, C], R]) -> Batch[C, R]:
    """Makes a handler of several commands of one that takes a single one: a savepoint each."""

    def execute(transaction: Transaction, commands: Sequence[C]) -> Answers[R]:
        return [_apart(transaction, command, handler) for command in commands]

    return execute


def _apart(transaction: Transaction, command: C, handler: Callable[[Transaction, C], R]) -> R | Refused:
    notes = notes_of(transaction.connection)
    mark = None if notes is None else notes.mark()
    try:
        with transaction.connection.begin_nested():
            return handler(transaction, command)
    except Refused as refused:
        if notes is not None and mark is not None:
            notes.back_to(mark)
        return refused


def once_each(transaction: Transaction, commands: Sequence[C], handler: Batch[C, R]) -> list[R | Record | Refused]:
    """Carry out commands, each once an idempotency key; one that was carried out before is answered by its record.

    Calls with one key do not wait for each other: there can be more keys than a transaction may hold locks. Whoever
    comes second meets the key of the first when it is written, is tried again, and finds it.
    """
    meant = [in_one_form(command) for command in commands]
    answers: list[R | Record | Refused | None] = [_bad_key(command) for command in commands]
    keyed = {place: key for place, one in enumerate(commands) if (key := one.idempotency_key) and not answers[place]}
    hashes = {place: input_hash(meant[place].command) for place in keyed}
    records = recorded(transaction.connection, keyed.values())
    first: dict[str, int] = {}
    for place, key in keyed.items():
        if key in records:
            answers[place] = _repeated(transaction, records[key], hashes[place], meant[place].command)
        elif first.setdefault(key, place) != place:
            answers[place] = given_twice(key, meant[place].command, transaction.now)
    todo = [place for place, answer in enumerate(answers) if answer is None]
    done = dict(zip(todo, _executed(transaction, [meant[place] for place in todo], handler), strict=True))
    made = ((key, hashes[place], operation_of(commands[place]), done[place]) for key, place in first.items())
    keep(transaction.connection, transaction.now, (one for one in made if not isinstance(one[3], Refused)))
    for type_name, made_key in (named for answer in done.values() for named in answered(answer)):
        note_made(transaction.connection, type_name, made_key)
    return [done[place] if answer is None else answer for place, answer in enumerate(answers)]


def _repeated(transaction: Transaction, record: Record, hashed: str, command: Command) -> Record | Refused:
    try:
        check_repeats(transaction.connection, record, hashed, command)
    except Refused as refused:
        return refused
    return record


def _bad_key(command: Command) -> Refused | None:
    try:
        checked_key(command.idempotency_key)
    except Refused as refused:
        return refused
    return None


def _executed(transaction: Transaction, commands: Sequence[Meant[C]], handler: Batch[C, R]) -> Iterator[R | Refused]:
    """The answers to commands; those whose texts are wrong are carried out and taken back, to tell what else is."""
    good = [one.command for one in commands if not one.problems]
    clear = [one.command for one in commands if one.problems and not one.unclear]
    done = iter(handler(transaction, good) if good else ())
    tried = iter(_taken_back(transaction, clear, handler) if clear else ())
    for one in commands:
        if not one.problems:
            yield next(done)
        elif one.unclear or not isinstance(answer := next(tried), Refused):
            yield Refused(one.problems)
        else:
            yield Refused(together(one.problems, answer.problems))


def _taken_back(transaction: Transaction, commands: Sequence[C], handler: Batch[C, R]) -> Answers[R]:
    notes = notes_of(transaction.connection)
    mark = None if notes is None else notes.mark()
    with transaction.connection.begin_nested() as attempt:
        answers = handler(transaction, commands)
        attempt.rollback()
    if notes is not None and mark is not None:
        notes.back_to(mark)
    return answers
