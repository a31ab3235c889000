"""Every mutation is one row of a table: what it states there is what the API shows, charges and will ask for."""

import re

import pytest
from graphql import GraphQLInputObjectType, print_type

from rebill.schema.build import build_schema
from rebill.schema.mutation import MUTATIONS
from rebill.schema.mutation_declarations import USUAL_COST, Declared, Mutation, RunMutation
from rebill.schema.scopes import BY_DOCUMENT, Scope
from rebill.transport.measuring.prices import tariff

SCHEMA = build_schema()._schema
COSTS = tariff(SCHEMA).prices["Mutation"]
EVERY = pytest.mark.parametrize("declared", MUTATIONS, ids=[one.name for one in MUTATIONS])


@EVERY
def test_a_mutation_states_the_duty_that_it_takes(declared: Declared) -> None:
    assert declared.right
    assert Scope.READ not in declared.right, "every duty reads, and reading alone changes nothing"


@EVERY
def test_a_mutation_is_charged_what_it_states(declared: Declared) -> None:
    assert COSTS[declared.name].own == declared.cost


def test_the_api_has_the_declared_mutations_in_their_order() -> None:
    assert SCHEMA.mutation_type is not None
    assert list(SCHEMA.mutation_type.fields) == [one.name for one in MUTATIONS]


def test_whoever_receives_goods_does_not_refund_and_whoever_invoices_may_not_credit() -> None:
    taking = {one.name: one.right for one in MUTATIONS}
    assert taking["registerArrival"] == {Scope.RECEIVE}
    assert taking["postReturnInvoice"] == {Scope.CREDIT}
    assert taking["confirmInvoice"] == taking["resumePostingRun"] == BY_DOCUMENT


def test_a_mutation_is_called_as_its_command_and_answers_its_success_or_a_rejection() -> None:
    (payment,) = (one for one in MUTATIONS if one.name == "recordPayment")
    assert isinstance(payment, Mutation)
    assert payment.command.__name__ == "RecordPayment"
    assert print_type(SCHEMA.type_map["RecordPaymentResult"]).endswith("= RecordPaymentSuccess | Rejection")


DOES = re.compile(
    r"(post|confirm|correct|cancel|delete|remove|revoke|record|settle|unsettle|writeOff|mark.*Paid|set)[A-Z]?"
)
MOVES_GOODS = {"setDisposition"}  # and sets nothing up
NOTES = {"recordExternalReference"}  # what somebody else has given: the document itself is the reason


@EVERY
def test_what_posts_cancels_deletes_or_sets_something_up_takes_a_reason(declared: Declared) -> None:
    sets_up = bool(declared.right & {Scope.SETUP, Scope.ADMIN, Scope.PAY})
    if (
        not isinstance(declared, Mutation)
        or declared.name in MOVES_GOODS | NOTES
        or not (sets_up or DOES.match(declared.name))
    ):
        return  # a run that goes on, or is stopped, is what somebody has given a reason for
    taken = SCHEMA.type_map[f"{declared.command.__name__}Input"]
    assert isinstance(taken, GraphQLInputObjectType)
    assert str(taken.fields["reason"].type) in ("String", "String!")


def test_runs_and_files_of_many_documents_are_the_dear_ones() -> None:
    dear = {one.name for one in MUTATIONS if one.cost > USUAL_COST}
    assert dear == {"postInvoices", "confirmInvoices", "correctInvoices", "issueDocuments"}  # hundreds of files
    assert {one.name for one in MUTATIONS if isinstance(one, RunMutation)} == {"resumePostingRun", "cancelPostingRun"}
