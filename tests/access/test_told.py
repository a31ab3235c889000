"""Whatever a mutation changes its entry tells, field by field: held for every mutation, by looking at the records."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from rebill.models import tables
from rebill.models.database import Database
from rebill.models.identity import encode
from rebill.posting.history.followed import FOLLOWED, Followed, said
from rebill.posting.history.following import keeping, selected
from tests.api import Api
from tests.test_runs_together import copied
from tests.values.book import sane_inputs
from tests.values.positions import RootField, root_fields

Told = dict[tuple[str, str], str | None]  # a record and a field of it, and what that says
MUTATIONS = {field.name: field for field in root_fields() if field.operation == "mutation"}
NOT_DONE = {  # there is no run, schedule, key or request for approval, no code to take away, no retainer that is billed
    "updateRunSchedule",
    "resumePostingRun",
    "cancelPostingRun",
    "revokeApiKey",
    "decideApproval",
    "setDisposition",
    "markReadyToRefund",
}

OF_ROWS = {"charges", "externalReferences"}  # rows of their own, which test_history and test_references look at


def fields_of(database: Database) -> Told:
    """Every field that can be told, of every record that is followed, as it is."""
    found: Told = {}
    with database.read() as connection:
        for followed in FOLLOWED.values():
            names = told_of(followed)
            for key, kind, currency, *values in connection.execute(selected(followed, names)):
                record = encode(followed.kinds.get(kind, followed.type_name), key)
                for name, value in zip(names, values, strict=True):
                    found[record, str(followed.field(name))] = said(followed.table.c[name], value, currency)
    return found


def told_of(followed: Followed) -> list[str]:
    """The columns of a table whose changes are told."""
    columns = followed.table.c.keys() if followed.has_changes else []
    return [name for name in columns if followed.field(name) is not None]


def told(api: Api, after: int) -> tuple[Told, Told]:
    """What entries say of fields before and after them."""
    listed = "{ history(first: 250) { nodes { sequence changes { subject field from to } } } }"
    entries = [one for one in api.run(listed)["history"]["nodes"] if one["sequence"] > after]
    assert entries, "whatever was carried out has its entry"
    before: Told = {}
    since: Told = {}
    for change in (change for entry in entries for change in entry["changes"]):
        if change["field"] in OF_ROWS:
            continue
        place = change["subject"], change["field"]
        before.setdefault(place, change["from"])
        since[place] = change["to"]
    return before, since


def last_entry(api: Api) -> int:
    """The position of the last entry."""
    return int(api.run("{ history(last: 1) { nodes { sequence } } }")["history"]["nodes"][0]["sequence"])


def carried_out(api: Api, field: RootField, given: dict[str, Any]) -> bool:
    """Whether a mutation was carried out."""
    arguments = {"input": given} if "input" in field.arguments else given
    return bool(api.run(field.document(), **arguments)[field.name]["__typename"] != "Rejection")


def test_what_every_mutation_changes_is_told_and_nothing_else_is(sqlite_database: Database, tmp_path: Path) -> None:
    inputs = sane_inputs(Api(sqlite_database))
    done = set[str]()
    for name, field in MUTATIONS.items():
        with copied(sqlite_database, tmp_path / f"{name}.db") as copy:
            api = Api(copy)
            place, before = last_entry(api), fields_of(copy)
            if not carried_out(api, field, inputs[name]):
                continue
            done.add(name)
            after = fields_of(copy)
            moved = {one for one, value in before.items() if after.get(one) != value}
            was, became = told(api, place)
            assert was == {one: before[one] for one in moved}, name
            assert became == {one: after.get(one) for one in moved}, name
    assert MUTATIONS.keys() - done == NOT_DONE


def test_what_is_told_cannot_be_set_but_from_a_value(sqlite_database: Database) -> None:
    """What is reckoned in SQL is known to nobody beforehand; where it could be told, the statement does not run."""
    customer = tables.customer
    with sqlite_database.write() as connection, keeping(connection):
        connection.execute(update(customer).values(payment_terms_days=7))
        connection.execute(update(customer).values(balance=customer.c.balance + 1))  # follows, and is not told
        with pytest.raises(AssertionError, match=r"customer\.payment_terms_days is told: set it from a value"):
            connection.execute(update(customer).values(payment_terms_days=customer.c.payment_terms_days + 1))
