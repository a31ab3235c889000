"""Attacks as data: a name, a document, its variables, and what is told of it.

An attack's `told` is the name of the limit, or the code of the refusal, or `answered` where it is harmless because it is
taken for what it is. `benchmarks/attacks.py` sends the same ones to a server of its own.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

VALIDATION, PARSING, INPUT = "GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED", "BAD_USER_INPUT"
ANSWERED = "answered"
KB = 1024


@dataclass(frozen=True)
class Attack:
    """A document, and what is told of it."""

    name: str
    query: str
    told: str
    variables: dict[str, object] = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        """The request's body; half a surrogate pair can be sent escaped only."""
        has_half = any("\ud800" <= one <= "\udfff" for one in self.query[:100])
        return json.dumps({"query": self.query, "variables": self.variables}, ensure_ascii=has_half).encode()


def many(number: int, text: Callable[[int], str]) -> str:
    """So many pieces of text, each knowing its place."""
    return " ".join(text(place) for place in range(number))


def doubling(levels: int, kind: str, leaf: str, spreads: int = 2) -> str:
    """Fragments f0, f1, … that each spread the next one several times."""
    chain = many(levels, lambda i: f"fragment f{i} on {kind} {{ {f'...f{i + 1} ' * spreads}}}")
    return f"{chain} fragment f{levels} on {kind} {{ {leaf} }}"


def nested(opening: str, times: int, inside: str = "", closing: str = "}") -> str:
    """Something inside of itself."""
    return opening * times + inside + closing * times


def conflicts() -> str:
    """One name for three fields, two hundred times."""
    return many(600, lambda i: f"a: {('number', 'id', 'status')[i % 3]}")


CREATE = 'createCustomer(input: {name: "N", currency: "NOK"}) { __typename }'
LINEAGES = nested("lineage { ", 3, "id ")

FRAGMENTS = [
    Attack("six fragments that spread the next one 40 times", "mutation { ...f0 } " + doubling(6, "Mutation", CREATE, 40), "fields"),
    Attack("thirty doublings below a list", "{ invoices { nodes { ...f0 } } } " + doubling(30, "Invoice", "id"), "fields"),
    Attack("doublings of nothing at all", "{ ...f0 } " + doubling(40, "Query", ""), ANSWERED),
    Attack("doublings of aliases", "{ ...f0 } " + doubling(7, "Query", "a: __typename"), "aliases"),
    Attack("doublings of directives", "{ ...f0 } " + doubling(5, "Query", "__typename @skip(if: true)"), "directives"),
    Attack("doublings of depth", "{ ...f0 } " + many(14, lambda i: f"fragment f{i} on Query {{ a {{ ...f{i + 1} }} }}") + " fragment f14 on Query { a }", "depth"),
    Attack("two fragments in a circle", "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }", VALIDATION),
    Attack("forty fragments in every circle", "{ ...f0 } " + many(22, lambda i: f"fragment f{i} on Query {{ {many(22, lambda j: f'...f{j}')} }}"), VALIDATION),
    Attack("fragments that nobody uses", "{ __typename } " + many(200, lambda i: f"fragment f{i} on Query {{ __typename }}"), "definitions"),
    Attack("fifty fragments that nobody uses", "{ __typename } " + many(49, lambda i: f"fragment f{i} on Query {{ {'__typename ' * 30} }}"), VALIDATION),
    Attack("a chain of fragments, each nested deep", "{ ...f0 } " + many(9, lambda i: f"fragment f{i} on Query {{ {nested('... { ', 50, f'...f{i + 1}')} }}") + " fragment f9 on Query { __typename }", VALIDATION),
    Attack("one fragment in all fields", "{ " + many(90, lambda i: "parameters { ...p }") + " } fragment p on Parameters { " + "returnValidityDays " * 20 + "}", "fields"),
]  # fmt: skip
REPEATED = [
    Attack("250 aliases", "{ " + many(250, lambda i: f"a{i}: __typename") + " }", "aliases"),
    Attack("400 mutations", "mutation { " + many(400, lambda i: f"a{i}: deleteInvoice(input: {{}})") + " }", "tokens"),
    Attack("99 mutations", "mutation { " + many(99, lambda i: f"a{i}: {CREATE}") + " }", "rootFields"),
    Attack("eleven mutations", "mutation { " + many(11, lambda i: f"a{i}: {CREATE}") + " }", "mutations"),
    Attack("9,000 fields", "{ " + "__typename " * 9_000 + "}", "tokens"),
    Attack("1,900 fields", "{ " + "__typename " * 1_900 + "}", "fields"),
    Attack("fields of one name", "{ parameters { " + "returnValidityDays " * 990 + "} }", VALIDATION),
    Attack("records of one name", "{ invoices { nodes { " + "customer { name } " * 480 + "} } }", VALIDATION),
    Attack("records of one name, nested", "{ invoices { nodes { " + "customer { invoices { nodes { customer { name } } } } " * 150 + "} } }", "cost"),
    Attack("three fields of one name", f"{{ invoices {{ nodes {{ {conflicts()} }} }} }}", "aliases"),
    Attack("arguments of one name", f"{{ orders({'first: 1 ' * 600}) {{ totalCount }} }}", VALIDATION),
    Attack("thousands of @include", "{ " + "__typename @include(if: true) " * 3_000 + "}", "tokens"),
    Attack("240 @include", "{ " + "__typename @include(if: true) " * 240 + "}", "directives"),
    Attack("a directive ten times in one place", "{ __typename " + "@include(if: true) " * 10 + "}", "directives"),
    Attack("directives that there are not", "{ __typename " + "@x " * 990 + "}", "directives"),
    Attack("variables that nobody uses", "query(" + many(300, lambda i: f"$v{i}: Int") + ") { __typename }", "variables"),
    Attack("a hundred variables that nobody uses", f"query {'N' * 200_000}(" + many(99, lambda i: f"$v{i}: Int") + ") { __typename }", VALIDATION),
    Attack("10,000 values of variables", "{ __typename }", ANSWERED, {f"v{i}": i for i in range(10_000)}),
    Attack("many operations", many(300, lambda i: f"query q{i} {{ __typename }}"), "operations"),
    Attack("many root fields", "{ " + "parameters { __typename } " * 21 + "}", "rootFields"),
]  # fmt: skip
LISTS = [
    Attack("lineages of lineages of lineages", f"{{ actuals(last: 250) {{ nodes {{ {LINEAGES} }} }} }}", "cost"),
    Attack("invoices of customers of invoices", "{ customers(first: 250) { nodes { invoices(first: 250) { nodes { customer { invoices(first: 250) { nodes { id } } } } } } } }", "cost"),
    Attack("two billion invoices", "{ invoices(first: 2147483647) { nodes { id } } }", "page"),
    Attack("two billion by a variable", "query($n: Int) { invoices(last: $n) { nodes { id } } }", "page", {"n": 2_147_483_647}),
    Attack("two billion by a default", "query($n: Int = 2147483647) { invoices(first: $n) { nodes { id } } }", "page"),
    Attack("two billion by a number with a point", "query($n: Int) { invoices(first: $n) { nodes { id } } }", "page", {"n": 2e9}),
    Attack("more invoices than an Int", "{ invoices(first: 99999999999) { nodes { id } } }", "page"),
    Attack("a page of 200,000 digits", f"{{ invoices(first: {'9' * 200_000}) {{ nodes {{ id }} }} }}", "page"),
    Attack("a page below zero", "{ invoices(first: -2147483647) { nodes { id } } }", "page"),
    Attack("a page of which there is too much below", "{ invoices { nodes { details(last: 251) { nodes { id } } } } }", "page"),
    Attack("the ledger checked six times", "{ " + many(6, lambda i: f"a{i}: checkLedger {{ holds }}") + " }", "cost"),
    Attack("totals of everything", "{ customers(first: 250) { nodes { orders { totalCount } invoices { totalCount } } } }", "cost"),
    Attack("lists hidden in fragments of an interface", "{ orders(first: 250) { nodes { ...i } } } fragment i on Order { invoices(first: 250) { edges { node { lines { details { id } } } } } }", "cost"),
]  # fmt: skip
SCHEMA = [
    Attack("introspection in a circle", "{ __schema { " + nested("types { fields { type { ", 3, "name", "} } }") + " } }", VALIDATION),
    Attack("the schema 90 times", "{ " + many(15, lambda i: f"a{i}: __schema {{ types {{ name }} }}") + " }", "introspection"),
    Attack("eleven types", "{ " + many(11, lambda i: f'a{i}: __type(name: "Query") {{ name }}') + " }", "introspection"),
    Attack("aliases below the schema", "{ __schema { types { " + many(90, lambda i: f"a{i}: fields {{ args {{ type {{ name }} }} }}") + " } } }", "introspection"),
    Attack("introspection of many fields", "{ __schema { types { ...t } } } fragment t on __Type { " + "name kind " * 60 + "fields { ...f } inputFields { ...f } } fragment f on __Field { " + "name " * 200 + "}", "introspection"),
]  # fmt: skip
TEXTS = [
    Attack("fields nested deep", nested("{ a ", 900), PARSING),
    Attack("fields fifteen deep", nested("{ a ", 15), "depth"),
    Attack("inline fragments nested deep", "{ " + nested("... { ", 650, "a") + " }", PARSING),
    Attack("inline fragments a hundred deep", "{ " + nested("... { ", 100, "__typename") + " }", ANSWERED),
    Attack("lists nested deep", f"{{ node(id: {nested('[', 900, closing=']')}) {{ id }} }}", PARSING),
    Attack("objects nested deep", f"{{ node(id: {nested('{a: ', 500, '1')}) {{ id }} }}", PARSING),
    Attack("lists in lists in a type", f"query($a: {nested('[', 900, 'Int', ']')}) {{ __typename }}", PARSING),
    Attack("lists nested 150 deep", f"{{ node(id: {nested('[', 150, closing=']')}) {{ id }} }}", INPUT),
    Attack("a string of 100,000 characters", f'{{ node(id: "{"x" * 100_000}") {{ id }} }}', ANSWERED),
    Attack("a string of escapes", f'{{ node(id: "{chr(92) + "u0041"}{(chr(92) + "u0041") * 30_000}") {{ id }} }}', ANSWERED),
    Attack("a block string of empty lines", '{ node(id: """' + "\n" * 120_000 + '""") { id } }', ANSWERED),
    Attack("a name of 200,000 characters", "{ " + "a" * 200_000 + " }", VALIDATION),
    Attack("an enum of 200,000 characters", f"{{ returnStatistics(by: {'A' * 200_000}) {{ __typename }} }}", INPUT),
    Attack("fields that there are not", "{ " + many(20, lambda i: f"invoicez{i}" + "x" * 5_000) + " }", VALIDATION),
    Attack("inputs that there are not", "{ orders(filter: {" + many(600, lambda i: f"typx{i}: 1") + "}) { totalCount } }", INPUT),
    Attack("a long text among inputs that there are not", '{ orders(filter: {s: """' + "\n x" * 55_000 + '""" ' + many(30, lambda i: f"typx{i}: 1") + "}) { totalCount } }", INPUT),
    Attack("types that there are not", "{ parameters { " + "... on Custommer { __typename } " * 300 + "} }", VALIDATION),
    Attack("errors far down", "\n" * 120_000 + "{ orders(" + many(600, lambda i: f"firsx{i}: 1") + ") { totalCount } }", VALIDATION),
    Attack("2,001 tokens", "{ " + "a " * 1_999 + "}", "tokens"),
    Attack("a flood of tokens", "{ " + "a " * 120_000 + "}", "tokens"),
    Attack("a flood of comments", "#\n" * 80_000 + "{ __typename }", "tokens"),
    Attack("one long comment", "#" + "x" * 250 * KB + "\n{ __typename }", ANSWERED),
    Attack("a flood of blanks", " " * 250 * KB + "{ __typename }", ANSWERED),
    Attack("a flood of commas", "," * 250 * KB + "{ __typename }", ANSWERED),
    Attack("a flood of line breaks", "\n" * 120 * KB + "{ __typename }", ANSWERED),
    Attack("a flood of byte order marks", "\N{ZERO WIDTH NO-BREAK SPACE}" * 60_000 + "{ __typename }", ANSWERED),
    Attack("letters that are no names", "{ " + "ä" * 100_000 + " }", PARSING),
    Attack("members of an enum that there are not", f"{{ orders(filter: {{type: [{many(950, lambda i: f'SALES_ORDEX{i}')}]}}) {{ totalCount }} }}", INPUT),
    Attack("an enum list of everything", f"{{ orders(filter: {{type: [{'SALES_ORDER ' * 1_900}]}}) {{ nodes {{ id }} }} }}", INPUT),
    Attack("half a surrogate pair for a name", "{ \ud83d }", PARSING),
]  # fmt: skip
ATTACKS: Iterable[Attack] = (*FRAGMENTS, *REPEATED, *LISTS, *SCHEMA, *TEXTS)
