"""`rebill explain-query`: what was compiled of a query, the SQL, and where graphql-core has to answer, why.

The document goes the way of a request, up to where it would run: what is refused there is refused here.
"""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..process.starting import migrated
from .local_api import stop

if TYPE_CHECKING:
    from ..models.database import Database as Opened
    from ..resolvers.compiled.explaining import ExplainedField
    from ..transport.requests import Operation

NOT_COMPILED = 1
OUTCOMES = "Exit code: 0 all of it is compiled, 1 something is not, 2 refused or cannot start."
File = Annotated[Path | None, typer.Argument(help="A file with the document; - is the standard input.")]
Variables = Annotated[Path | None, typer.Option(help="A file with the variables as a JSON object.")]
Named = Annotated[str | None, typer.Option("--operation", help="Which operation, where there are several.")]
Coverage = Annotated[bool, typer.Option("--coverage", help="No query, but every field of the schema.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]
Database = Annotated[str | None, typer.Option(help="sqlite:///path or postgresql://…; else REBILL_DATABASE.")]


def explain_query(
    file: File = None,
    variables: Variables = None,
    operation: Named = None,
    coverage: Coverage = False,
    as_json: Json = False,
    database: Database = None,
) -> None:
    """Tell what is compiled of a query, its SQL, and what is not and why; nothing is run."""
    if (file is None) != coverage:
        stop("name a file with a query, or take --coverage")
    with migrated(database, reading=True) as opened:
        if file is None:
            is_whole = _told_of_the_schema(opened, as_json=as_json)
        else:
            is_whole = _told_of_a_query(opened, _operation(file, variables, operation), as_json=as_json)
    if not is_whole:
        raise typer.Exit(NOT_COMPILED)


def _operation(file: Path, variables: Path | None, name: str | None) -> "Operation":
    from ..transport.requests import BadRequest, loaded, operation_from

    try:
        given = {} if variables is None else loaded(variables.read_bytes())
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
        return operation_from({"query": text, "variables": given, "operationName": name})
    except BadRequest as bad:
        stop(str(bad))
    except (OSError, UnicodeError) as wrong:
        stop(f"cannot read the query or its variables: {wrong}")


def _told_of_a_query(opened: "Opened", operation: "Operation", *, as_json: bool) -> bool:
    """Tell of the operation's fields; whether each is compiled."""
    from graphql import GraphQLError

    from ..schema.build import build_schema
    from ..transport.explaining import as_extension, explained

    try:
        fields = explained(build_schema(), opened, operation)
    except GraphQLError as refused:
        stop(refused.message)
    is_whole = all(one.is_compiled for one in fields)
    if as_json:
        print(json.dumps(as_extension(fields, is_whole=is_whole), indent=2))
    else:
        print("\n\n".join(_shown(one) for one in fields))
        if not is_whole:
            print("\nThe whole operation is answered by graphql-core, field by field.")
    return is_whole


def _shown(field: "ExplainedField") -> str:
    name = field.name if field.key == field.name else f"{field.key}: {field.name}"
    if field.is_compiled:
        among = f"; functions work out {', '.join(field.functions)}" if field.functions else ""
        return "\n\n".join((f"{name} is compiled{among}.", *(f"{one};" for one in field.statements)))
    return "\n".join((f"{name} is not compiled:", *(f"  {one}" for one in field.reasons)))


def _told_of_the_schema(opened: "Opened", *, as_json: bool) -> bool:
    """Tell of all fields; whether each that is stored is compiled."""
    from ..resolvers.compiled.survey import survey
    from ..schema.build import build_schema

    found = survey(build_schema()._schema, opened.engine.dialect)
    stored = [one for one in found if one.is_stored]
    covered = sum(one.reason is None for one in stored)
    if as_json:
        others = {one.name: one.reason for one in found if one.reason is not None}
        functions = [one.name for one in found if not one.is_stored]
        told = {"stored": len(stored), "compiled": covered, "functions": functions, "others": others}
        print(json.dumps(told, indent=2))
    else:
        for one in found:
            if one.reason is not None:
                print(one.reason)
        print(f"Functions work out {', '.join(one.name for one in found if not one.is_stored)}.")
        print(f"{covered} of {len(stored)} stored fields are compiled ({100 * covered / len(stored):.0f} %).")
    return covered == len(stored)
