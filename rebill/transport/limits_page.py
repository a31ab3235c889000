"""Renders the limits and prices as the page docs/limits.md, which `make pages` writes."""

from collections.abc import Callable, Iterator

from .measuring.prices import ANY_CONNECTION, ANY_MUTATION, DEAR
from .profile import DEFAULT, STRICT, Profile
from .requests import DEEPEST_JSON

BOTH = (DEFAULT, STRICT)
COUNTED: tuple[tuple[str, Callable[[Profile], object], str], ...] = (
    ("`tokens`", lambda p: p.limits.tokens, "names, numbers, texts, brackets and comments, before it is read on"),
    ("`operations`", lambda p: p.limits.operations, "in the document"),
    ("`definitions`", lambda p: p.limits.definitions, "operations and fragments in the document"),
    ("`variables`", lambda p: p.limits.variables, "declared by all operations of the document"),
    ("`depth`", lambda p: p.limits.depth, "fields on the longest path"),
    ("`fields`", lambda p: p.limits.fields, "fields asked for"),
    ("`aliases`", lambda p: p.limits.aliases, "fields with a name of your own"),
    (
        "`directives`",
        lambda p: f"{p.limits.directives}, {p.limits.directives_in_one_place} in one place",
        "`@include`, `@skip`",
    ),
    ("`rootFields`", lambda p: p.limits.root_fields, "fields of the operation itself"),
    ("`mutations`", lambda p: p.limits.mutations, "root fields of a mutation"),
    ("`page`", lambda p: p.limits.page, "`first` and `last`: a literal, or the value of a variable"),
    ("`cost`", lambda p: p.limits.cost, "points, as reckoned below"),
    (
        "`introspection`",
        lambda p: (
            f"{p.limits.schemas}, {p.limits.types}, {p.limits.introspection_fields}"
            if p.limits.introspection
            else "none: `INTROSPECTION_OFF`"
        ),
        "`__schema`, `__type`, and the fields below both; no aliases below `__schema`",
    ),
)
AROUND: tuple[tuple[str, Callable[[Profile], object]], ...] = (
    ("a body, or a message over a WebSocket", lambda p: f"{p.caps.body // 1024} KB"),
    ("how deep its JSON nests", lambda _: DEEPEST_JSON),
    ("“Did you mean …?” in messages", lambda p: "yes" if p.limits.suggestions else "no"),
    ("GraphiQL", lambda p: "yes" if p.shows_ide else "no (404)"),
    ("a bucket of points", lambda p: p.usual_budget.points),
    ("points that come back a second", lambda p: p.usual_budget.rate),
    ("a query, from its first statement", lambda p: f"{p.query_seconds:g} s"),
    ("headers and body of a request complete", lambda p: f"{p.caps.request_seconds:g} s"),
    ("`connection_init` on a WebSocket", lambda p: f"{p.caps.init_seconds:g} s"),
    ("WebSockets of an actor or address", lambda p: p.caps.sockets),
    ("operations under way on a socket", lambda p: p.caps.operations),
    ("subscriptions of an actor or address", lambda p: p.caps.subscriptions),
)
ALL_MUTATIONS = "every other mutation"
TOTALS = "`totalCount` of every list"
EXAMPLES = (
    ("{ invoices(first: 50) { nodes { number totalAmount customer { name } } } }", "101"),
    (
        "{ invoices(first: 250) { nodes { details(first: 50) { nodes { quantity sourceActual { amount } } } } } }",
        "25501",
    ),
    ("{ actuals(last: 250) { nodes { lineage { lineage { id } } } } }", "27751"),
    ("{ actuals(last: 250) { nodes { lineage { lineage { lineage { id } } } } } }", "277751: refused"),
    ("{ invoices(first: 1) { totalCount } }", "501"),
    ("{ checkLedger { holds laws { id holds } } }", "20010"),
)

INTRODUCTION = """# What a request may ask for

Every document is measured in one pass before anything of it runs: the same over HTTP, as a stream of events and over a
WebSocket. A fragment counts wherever it is spread, and only the operation that is to run is measured. Rendered from the
code, `rebill/transport/profile.py` and `rebill/transport/measuring`.

## Limits

`rebill serve --limits strict` (or `REBILL_LIMITS=strict`) is for a server that strangers can reach, whose clients and
their documents are known.

| limit | default | strict | what is counted |
|---|---|---|---|
"""
REFUSED = """
Beyond a limit nothing runs, and the answer says which limit it is, what is allowed, and what
was found; of several limits the first of the table is told. The count may stop once it is too high.

```json
{
  "errors": [
    {
      "message": "The document has 11 mutations; the most that is allowed is 10. Send them in several requests.",
      "extensions": {
        "code": "LIMIT_EXCEEDED",
        "params": { "limit": "mutations", "allowed": "10", "found": "11" },
        "retryable": false,
        "requestId": "3f6c0a1be2d4"
      }
    }
  ]
}
```

The status is 400 under `application/graphql-response+json` and 200 under `application/json`; over a WebSocket it is an
`error` message. Full introspection with every option, GraphiQL and graphql-codegen stay far below every limit: what is
below `__schema` and `__type` has a count of its own, and counts neither as depth nor as fields nor as cost.

A document that is within the limits is checked against the schema. At most twenty errors are told, five of a document
of more than 20,000 characters. One in which some 170 fields of one name stand in one place, or as much is repeated by
fragments, is refused as one that cannot be checked: ask for each field once.

## Around the document

| | default | strict |
|---|---|---|
"""
COST = """
## Cost

What a request could make, in points, reckoned before it runs:

- a number, a text or another value is free, and so are `pageInfo` and `edges`;
- a record is 1, and what is below it;
- a list without page arguments is ten records;
- a page is 1, and as many records as `first` or `last` says, 50 where neither is given; asking for both `nodes` and
  `edges` counts both;
- where a record can be of several types, the dearest of them counts.

In place of their 0 or 1:

| field | points |
|---|---|
"""
ANSWERS = """
Every answer over HTTP, and the first of a stream, says what it might have cost and what it did: the same sum over what
came back, in which a list without page arguments counts ten records at most.

```json
{ "extensions": { "cost": { "requestedQueryCost": 101, "actualQueryCost": 37, "throttleStatus": null } } }
```

| document | cost |
|---|---|
"""


BUDGETS = """
## Budgets

Whoever asks has a bucket of points on each server process. What a request may cost is taken before it runs; what it did
not cost is given back. Points come back all the time, so that a bucket is full again after a minute at most. Who does
not say who they are shares one bucket with their address. Where only this machine reaches the server, only those are
counted who say who they are. `rebill serve --budget POINTS:RATE` (or `REBILL_BUDGET`) sets another one for everybody,
`--budget off` none.

```json
{
  "extensions": {
    "cost": {
      "requestedQueryCost": 101,
      "actualQueryCost": 37,
      "throttleStatus": { "maximumAvailable": 100000, "currentlyAvailable": 99963, "restoreRate": 2000 }
    }
  }
}
```

Where too little is left nothing runs, and the answer is 429 `THROTTLED` under both media types, with `Retry-After` and
`params.seconds`: with 12,400 points left, 25,501 are there in (25,501 − 12,400) / 2,000 seconds, rounded up 7. What is
dearer than a full bucket is `LIMIT_EXCEEDED`. Over a WebSocket it is an `error` of that operation, and the socket
stays. Of a subscription the first event is charged.

## Trusted documents

`rebill serve --documents FILE` (may be repeated, or `REBILL_DOCUMENTS`) takes a manifest: a JSON object from the
SHA-256 of a document, in hexadecimal, to the document. graphql-codegen's client preset writes it with
`persistedDocuments: {hashAlgorithm: "sha256"}` as `persisted-documents.json`. At the start each hash is worked out
anew, and each document is parsed, validated and measured; where one is wrong, the server does not start and names it.

A client asks with `documentId` in the place of `query`, or with Apollo's `extensions.persistedQuery`, by POST, GET,
WebSocket and event stream. An id that no manifest has is `PERSISTED_QUERY_NOT_FOUND`; where `query` is sent, too, it
has to be the document of that id, and clients never add one.

```json
{ "documentId": "sha256:96c30cd4fa5e48ba49b7a72d1214b9060955029bb902b4c8a124b4feda0ba8b9" }
```

With `--trusted-only` (`REBILL_TRUSTED_ONLY`) every other document is `TRUSTED_DOCUMENT_REQUIRED`, and there is no
GraphiQL. `--limits strict` implies it as soon as there is a manifest. A document of a manifest was held to the limits
when it was loaded; of a request, only `page` and `cost`, which depend on variables, are looked at again.
"""


def rendered() -> str:
    """The whole page."""
    examples = (f"| `{query}` | {cost} |\n" for query, cost in EXAMPLES)
    limits = (f"| {name} | {_both(allowed)} | {what} |\n" for name, allowed, what in COUNTED)
    around = (f"| {what} | {_both(allowed)} |\n" for what, allowed in AROUND)
    return "".join((INTRODUCTION, *limits, REFUSED, *around, COST, *_dear(), ANSWERS, *examples, BUDGETS))


def _both(allowed: Callable[[Profile], object]) -> str:
    return " | ".join(str(allowed(profile)) for profile in BOTH)


def _dear() -> Iterator[str]:
    """The dear fields, the dearest first."""
    shown = {ANY_CONNECTION: TOTALS, ANY_MUTATION: ALL_MUTATIONS}
    for name, points in sorted(DEAR.items(), key=lambda item: -item[1]):
        yield f"| {shown.get(name, f'`{name}`')} | {points} |\n"
