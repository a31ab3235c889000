"""Several commands of one kind in one transaction, each with an answer of its own.

An import carries out thousands of commands. Their handlers take them together, so that what they name is looked up and
what they write is inserted with a few statements; a command that is refused leaves nothing behind and does not disturb
the others. A handler of a single command is one of several commands with one member: the rules stand in one place.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from sqlalchemy import select

from ...models import bulk, tables
from ...models.vocabulary import ProblemCode
from ..commands import Command
from ..problems import Refused, refuse
from ..texts import Meant, in_one_form
from .transaction import Outcome, Result, Transaction, checked_key, input_hashes, together

C = TypeVar("C", bound=Command)
Answer = Result | Refused
Several = Callable[[Transaction, Sequence[C]], list[Answer]]


def only(answers: Sequence[Answer]) -> Result:
    """The answer to a single command; raises what it was refused with."""
    (answer,) = answers
    if isinstance(answer, Refused):
        raise answer
    return answer


def one_by_one(handler: Callable[[Transaction, C], Result]) -> Several[C]:
    """Makes a handler of several commands of one that takes a single one: a savepoint each."""

    def carry_out(transaction: Transaction, commands: Sequence[C]) -> list[Answer]:
        return [_apart(transaction, command, handler) for command in commands]

    return carry_out


def _apart(transaction: Transaction, command: C, handler: Callable[[Transaction, C], Result]) -> Answer:
    try:
        with transaction.connection.begin_nested():
            return handler(transaction, command)
    except Refused as refused:
        return refused


def once_each(transaction: Transaction, commands: Sequence[C], handler: Several[C]) -> list[Outcome | Refused]:
    """Carry out commands, each once an idempotency key, as `Service.carry_out` does with a single one.

    Calls with one key do not wait for each other: there can be more keys than a transaction may hold locks. Whoever
    comes second meets the key of the first when it is written, is tried again, and finds it.
    """
    answers: list[Outcome | Refused | None] = [_bad_key(command) for command in commands]
    meant = [in_one_form(command) for command in commands]
    hashes = {
        place: input_hashes(command, meant[place].command)
        for place, command in enumerate(commands)
        if command.idempotency_key is not None and answers[place] is None
    }
    known = _known(transaction, [str(commands[place].idempotency_key) for place in hashes])
    first: dict[str, int] = {}
    for place, hashed in hashes.items():
        key = str(commands[place].idempotency_key)
        if key in known:
            answers[place] = _again(key, hashed, *known[key])
        elif first.setdefault(key, place) != place:
            answers[place] = _twice(key)
    todo = [place for place, answer in enumerate(answers) if answer is None]
    done = dict(zip(todo, _carried_out(transaction, [meant[place] for place in todo], handler), strict=True))
    _keep(transaction, [(key, hashes[place][0], done[place]) for key, place in first.items()])
    return [answer or _outcome(done[place]) for place, answer in enumerate(answers)]


def _carried_out(transaction: Transaction, commands: Sequence[Meant[C]], handler: Several[C]) -> Iterator[Answer]:
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


def _taken_back(transaction: Transaction, commands: Sequence[C], handler: Several[C]) -> list[Answer]:
    with transaction.connection.begin_nested() as attempt:
        answers = handler(transaction, commands)
        attempt.rollback()
    return answers


def _outcome(answer: Answer) -> Outcome | Refused:
    return answer if isinstance(answer, Refused) else Outcome(answer, replayed=False)


def _bad_key(command: Command) -> Refused | None:
    try:
        checked_key(command.idempotency_key)
    except Refused as refused:
        return refused
    return None


def _known(transaction: Transaction, keys: Sequence[str]) -> dict[str, tuple[str, Result]]:
    if not keys:
        return {}
    record = tables.idempotency_record
    statement = select(record.c.key, record.c.input_hash, record.c.result).where(record.c.key.in_(set(keys)))
    return {key: (hashed, result) for key, hashed, result in transaction.connection.execute(statement)}


def _again(key: str, hashed: Sequence[str], known_hash: str, result: Result) -> Outcome | Refused:
    if known_hash in hashed:
        return Outcome(result, replayed=True)
    return refuse(
        ProblemCode.IDEMPOTENCY_KEY_REUSED,
        f"The idempotency key {key!r} was already used with other input.",
        "idempotencyKey",
        remedy="Use a new key for a new call; send the very same input to repeat a call.",
    )


def _twice(key: str) -> Refused:
    message = f"The idempotency key {key!r} is given twice."
    return refuse(ProblemCode.IDEMPOTENCY_KEY_REUSED, message, "idempotencyKey", remedy="Give each its own key.")


def _keep(transaction: Transaction, keyed: Sequence[tuple[str, str, Answer]]) -> None:
    rows = [(key, hashed, answer, transaction.now) for key, hashed, answer in keyed if not isinstance(answer, Refused)]
    if rows:
        names = ("key", "input_hash", "result", "created_at")
        bulk.append(transaction.connection, tables.idempotency_record, names, rows)
