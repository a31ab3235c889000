"""What a mutation declares, and the GraphQL field that is made of it.

A row of a table, such as those in `sales_mutations`, is all that is said of a mutation: its command, which also gives
it its name, what carries the command out, what it answers, what it may cost and which duty it takes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Generic, TypeVar

import strawberry
from strawberry.types.field import StrawberryField
from strawberry.types.fields.resolver import StrawberryResolver

from ..models.identity import GlobalId
from ..posting.commands import Command
from ..resolvers.context import Info
from ..resolvers.mutations import Answer, Handler, RunAct, RunCheck, Start, about_run, execute
from .done_to import DoneTo
from .problems import Rejection
from .results import UNION, PostingRunSuccess
from .scopes import RIGHT, Right

C = TypeVar("C", bound=Command)
FIRST_RELEASE = "0.1.0"
USUAL_COST = 10
INPUT = strawberry.argument(description="What to do.")
RUN_ID = strawberry.argument(description="The posting run.")


@dataclass(frozen=True)
class Mutation(Generic[C]):
    """A mutation that carries out one command, in one transaction of its own."""

    command: type[C]
    handler: Handler[C]
    success: type
    description: str
    right: Right  # one of them is enough
    pro_forma: bool = False  # its command has `posting`: switched off, it only looks
    start: Start[C] | None = None  # in place of the handler, where it looks before it writes
    cost: int = USUAL_COST  # points, see docs/limits.md
    since: str = FIRST_RELEASE  # the version that it came with
    on: tuple[DoneTo, ...] = ()  # the records that it can be done to

    @property
    def name(self) -> str:
        """As the API calls it: as its command."""
        return self.command.__name__[:1].lower() + self.command.__name__[1:]


@dataclass(frozen=True)
class RunMutation:
    """A mutation that does something with a posting run that there is; it takes the run's id and no input."""

    name: str
    act: RunAct
    description: str
    right: Right
    goes_on: bool  # whether the run is to be taken up
    check: RunCheck  # what it looks at before it does anything
    cost: int = USUAL_COST
    since: str = FIRST_RELEASE


Declared = Mutation[Any] | RunMutation  # each of its own command


def field(declared: Declared) -> StrawberryField:
    """The GraphQL field of a mutation."""
    if isinstance(declared, RunMutation):
        return _run_field(declared)

    def resolve(info: Info, input: Command) -> Answer:
        return execute(info, input, declared.handler, pro_forma=declared.pro_forma, start=declared.start)

    given = {"input": Annotated[declared.command, INPUT]}
    return _field(declared, resolve, given, declared.success)


def _run_field(declared: RunMutation) -> StrawberryField:
    def resolve(info: Info, id: GlobalId) -> Answer:
        return about_run(info, declared.act, id, goes_on=declared.goes_on)

    return _field(declared, resolve, {"id": Annotated[GlobalId, RUN_ID]}, PostingRunSuccess)


def _field(
    declared: Declared, resolve: Callable[..., Answer], given: Mapping[str, object], success: type
) -> StrawberryField:
    """strawberry reads a field's arguments and type off its resolver: these are the ones that were declared."""
    resolve.__annotations__ = {"info": Info, **given, "return": result_of(success)}
    return StrawberryField(
        python_name=declared.name,
        base_resolver=StrawberryResolver(resolve),
        description=declared.description,
        metadata={RIGHT: declared.right},
    )


@cache
def result_of(success: type) -> object:
    """The union of a success and `Rejection`: CustomerResult for CustomerSuccess."""
    name = f"{success.__name__.removesuffix('Success')}Result"
    return Annotated[success | Rejection, strawberry.union(name, description=UNION)]
