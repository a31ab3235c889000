# What GraphQL or the server refuses before the trade is asked.
BAD_USER_INPUT-missing = { $at }: a value of type { $expected } is needed; nothing is given.
BAD_USER_INPUT-null = { $at }: a value is needed; it cannot be null.
BAD_USER_INPUT-too-many = { $at }: at most { $limit } are taken at once, not { $found }.
BAD_USER_INPUT-object = { $at }: { $expected } is an object with fields ({ $fields }); not { $shown }.
BAD_USER_INPUT-no-field = { $at }: { $expected } has no field { $shown }.{ $suggestion }
BAD_USER_INPUT-none-of-several = { $at }: { $expected } takes exactly one of { $keys }; not none.
BAD_USER_INPUT-null-of-several = { $at }: { $expected } takes exactly one of { $keys }; not { $found } with null.
BAD_USER_INPUT-several = { $at }: { $expected } takes exactly one of { $keys }; not { $found }.
BAD_USER_INPUT-digits = { $at }: a number has at most { $most } digits; this one has { $found }.
BAD_USER_INPUT-too-long = { $at }: at most { $limit } characters are taken, not { $found }.
BAD_USER_INPUT-int = { $at }: an Int is a whole number from -2147483648 to 2147483647; it cannot be { $shown }.
BAD_USER_INPUT-boolean = { $at }: a Boolean is true or false, without quotes; it cannot be { $shown }.
BAD_USER_INPUT-string = { $at }: a String is a text in quotes; it cannot be { $shown }.
BAD_USER_INPUT-id = { $at }: an ID is a text in quotes; it cannot be { $shown }.
BAD_USER_INPUT-type = { $at }: a { $expected } is needed; it cannot be { $shown }.
BAD_USER_INPUT-graphql = { $at }: { $message }
BAD_USER_INPUT-decimal = { $at }: a Decimal cannot be { $shown }: write it as a string, e.g. "12.50", or as a whole number.
BAD_USER_INPUT-decimal-comma = { $at }: a Decimal is written with a point, e.g. "7.5"; it cannot be { $shown }.
BAD_USER_INPUT-decimal-thousands = { $at }: a Decimal is written with a point and with nothing between thousands, e.g. "1250.50"; it cannot be { $shown }.
BAD_USER_INPUT-decimal-text = { $at }: a Decimal cannot be { $shown }: write it as a string, e.g. "12.50", or as a whole number; no exponents, NaN or infinities.
BAD_USER_INPUT-decimal-inexact = { $at }: a Decimal does not take the { $shown }, which may not be exact: write it as a string, e.g. "12.50", or as a whole number.
BAD_USER_INPUT-no-day = { $at }: there is no day { $shown } in the calendar.
BAD_USER_INPUT-date = { $at }: a Date is written year-month-day, e.g. "2026-03-31"; it cannot be { $shown }.
BAD_USER_INPUT-date-time = { $at }: a DateTime is written as RFC 3339 with its offset from UTC, e.g. "2026-03-31T12:00:00Z"; it cannot be { $shown }.
BAD_USER_INPUT-unstorable = { $at }: a text cannot hold the character { $character }, which no database stores; leave it out.
BAD_USER_INPUT-first-and-last = Give first (with after) or last (with before), not both.
BAD_USER_INPUT-after-with-last = after goes with first; with last give before.
BAD_USER_INPUT-before-with-first = before goes with last; with first give after.
BAD_USER_INPUT-cursor = { $argument }: { QUOTED($given) } is not a cursor of this list in this order.
BAD_USER_INPUT-too-many-ids = nodes takes at most { $limit } ids, not { $given }.
BAD_USER_INPUT-no-runs-id = This is not the id of a posting run; postingRuns lists them with their ids.
BAD_USER_INPUT-no-run = There is no posting run with this id; postingRuns lists those there are.
BAD_USER_INPUT-search = search has at most { $limit } characters, not { $given }.
BAD_USER_INPUT-days-backwards = { $argument } is { $given }, which is before { $first }; give a day from then on.
BAD_USER_INPUT-page-too-long = A PDF has { $most } rows at most, and this one would have { $rows }; take HTML, or fewer days.
BAD_USER_INPUT-currency = filter.currency: { QUOTED($given) } is not an ISO 4217 currency code; give a code like NOK.
BAD_USER_INPUT-currency-in-small-letters = filter.currency: { QUOTED($given) } is not an ISO 4217 currency code; write { $expected }.
UNAUTHENTICATED-missing = Credentials are needed: send an API key or a token as Authorization: Bearer ….
UNAUTHENTICATED-invalid = The credentials are not valid.
UNAUTHENTICATED-expired = The credentials are not valid: the token has expired.
FORBIDDEN-scopes = { $field } takes { OR($scopes) }; your credentials carry { GIVEN($has) ->
    [yes] { $has }
   *[no] no scope
 }. Nothing was done.
FORBIDDEN-any-scope = { $field } takes any scope; your credentials carry { GIVEN($has) ->
    [yes] { $has }
   *[no] no scope
 }. Nothing was done.
FORBIDDEN-read-only = This server is read-only (--read-only): it answers queries and carries out no mutation.
BAD_REQUEST-accept = Rebill answers application/graphql-response+json, application/json or text/event-stream.
BAD_REQUEST-method = GraphQL is served to GET and POST.
BAD_REQUEST-method-elsewhere = Method Not Allowed.
BAD_REQUEST-nowhere = There is nothing at this address; GraphQL is at /graphql.
BAD_REQUEST-no-socket = There is no socket at this address; GraphQL's is /graphql.
BAD_REQUEST-no-page = This server has no GraphiQL; send operations by POST.
BAD_REQUEST-no-document = There is no document { $document } here; a name is a number, or a draft's id, with .pdf, .html, .ubl.xml, .cii.xml or .fa3.xml.
BAD_REQUEST-no-such-value = { $parameter } is one of { $expected }.
BAD_REQUEST-misdirected = Nobody has to say who they are here, so that this server answers only to names that it goes by; name the address that browsers see with --origin or REBILL_ORIGINS.
BAD_REQUEST-foreign-page = A page of this Origin may not open a socket; name the origin with --origin or REBILL_ORIGINS.
BAD_REQUEST-mutation = A mutation must be sent by POST.
BAD_REQUEST-subscription = A subscription is asked for by GET or POST.
BAD_REQUEST-subscription-media = A subscription is answered as text/event-stream, or over a WebSocket (graphql-transport-ws).
BAD_REQUEST-key-of-several = The header Idempotency-Key is for one mutation; of several, give each input an idempotencyKey.
BAD_REQUEST-key-again = The header Idempotency-Key is there more than once; send one.
BAD_REQUEST-key-coding = The header Idempotency-Key is not UTF-8.
BAD_REQUEST-key-characters = The header Idempotency-Key must have 1 to { $limit } characters, not only blanks, none of control.
BAD_REQUEST-batch = Batches of operations are not taken; send one operation a request.
BAD_REQUEST-no-object = The body must be a JSON object with a query.
BAD_REQUEST-no-query = There is no query; it must be a string.
BAD_REQUEST-parameters-coding = The parameters of the address are not UTF-8.
BAD_REQUEST-parameter-again = The address has the parameter { $parameter } more than once.
BAD_REQUEST-parameter-elsewhere = This file takes no { $parameter }; it takes { $expected }.
BAD_REQUEST-compressed = Compressed bodies are not taken.
BAD_REQUEST-media = The body must be application/json.
BAD_REQUEST-charset = The body must be UTF-8.
BAD_REQUEST-json = The request is not valid JSON in UTF-8.
BAD_REQUEST-json-deep = The JSON is nested more than { $limit } deep.
BAD_REQUEST-json-key-again = The JSON has an object with the same key twice.
BAD_REQUEST-extensions = extensions must be a JSON object.
BAD_REQUEST-operation-name = operationName must be a string.
BAD_REQUEST-variables = variables must be a JSON object.
BAD_REQUEST-document-id = documentId must be a string.
BAD_REQUEST-persisted-query = extensions.persistedQuery must be {"{"}"version": 1, "sha256Hash": "…"{"}"}.
BAD_REQUEST-two-documents = documentId and extensions.persistedQuery name two documents; send one of them.
BAD_REQUEST-query-and-id = query and the id of the document do not agree; send one of them, or the query whose SHA-256 the id is.
BAD_REQUEST-headers = There are too many headers, or they are too long.
BAD_REQUEST-head = The address and the headers are too long.
BAD_REQUEST-unreadable = This is no request of HTTP/1.1 that can be read.
BAD_REQUEST-overdue = The request was not complete within { $seconds } seconds.
BAD_REQUEST-handshake = This is no handshake of a WebSocket (RFC 6455, version 13).
BAD_REQUEST-handshake-headers = The headers of this WebSocket's handshake are too many or too long.
PAYLOAD_TOO_LARGE-body = The body has more than { $kilobytes } KB; send large inputs in parts.
GRAPHQL_VALIDATION_FAILED-too-intricate = The document cannot be checked: the same names or fragments stand in too many places of it. Ask for each field once.
OPERATION_NAME_REQUIRED-no-such = There is no operation named "{ $operation }".
OPERATION_NAME_REQUIRED-nothing = There is no operation to run.
OPERATION_NAME_REQUIRED-several = The document has several operations: give operationName to say which one to run.
LIMIT_EXCEEDED-tokens = The document has { $found } tokens or more; the most that is allowed is { $allowed }. Ask for less in one request.
LIMIT_EXCEEDED-operations = The document has { $found } operations; the most that is allowed is { $allowed }. Send the one that is to run.
LIMIT_EXCEEDED-definitions = The document has { $found } definitions; the most that is allowed is { $allowed }. Leave out what is not used.
LIMIT_EXCEEDED-variables = The document has { $found } variables; the most that is allowed is { $allowed }. Put values together in one input.
LIMIT_EXCEEDED-depth = The document has { $found } levels of fields; the most that is allowed is { $allowed }. Ask for what is further down by itself.
LIMIT_EXCEEDED-fields = The document has { $found } fields, every spread of a fragment opened; the most that is allowed is { $allowed }. Ask for less in one request.
LIMIT_EXCEEDED-aliases = The document has { $found } aliases, every spread of a fragment opened; the most that is allowed is { $allowed }. Ask for less in one request.
LIMIT_EXCEEDED-directives = The document has { $found } directives, every spread of a fragment opened; the most that is allowed is { $allowed }. Ask for less in one request.
LIMIT_EXCEEDED-directives-in-one-place = The document has { $found } directives in one place; the most that is allowed is { $allowed }. Ask for less in one request.
LIMIT_EXCEEDED-root-fields = The document has { $found } root fields; the most that is allowed is { $allowed }. Ask for less in one request.
LIMIT_EXCEEDED-mutations = The document has { $found } mutations; the most that is allowed is { $allowed }. Send them in several requests.
LIMIT_EXCEEDED-cost = The document has { $found } points of cost; the most that is allowed is { $allowed }. Ask for shorter pages, or for fewer lists in lists; docs/limits.md says what costs how much.
LIMIT_EXCEEDED-schemas = The document has { $found } times __schema; the most that is allowed is { $allowed }. Ask for less in one request.
LIMIT_EXCEEDED-types = The document has { $found } times __type; the most that is allowed is { $allowed }. Ask for less in one request.
LIMIT_EXCEEDED-introspection = The document has { $found } fields of introspection, every spread of a fragment opened; the most that is allowed is { $allowed }. Ask for less in one request.
LIMIT_EXCEEDED-schema-aliases = The document has { $found } aliases below __schema; the most that is allowed is { $allowed }. Ask for each field once.
LIMIT_EXCEEDED-page = { $argument } must be from 0 to { $allowed }, not { $found }; page on with cursors.
INTROSPECTION_OFF-strict = This server does not tell its schema (--limits strict): leave __schema and __type out. The SDL comes with Rebill: rebill schema.
PERSISTED_QUERY_NOT_FOUND-id = No document of this server has the id { $id }.
TRUSTED_DOCUMENT_REQUIRED-manifest = This server carries out the documents of its manifest alone (--trusted-only); send documentId in place of query.
THROTTLED-budget = This may cost { $points } points; { $left } of { $most } are left, and { $rate } come back a second. Nothing ran. Try again in { $seconds } s, or ask for less.
OVERLOADED-busy = The server has too much to do just now; nothing was done. Try again in a second.
OVERLOADED-connections = The server has all the connections that it can hold; try again in a moment.
OVERLOADED-sockets = This address has { $most } sockets open; close some, or use one for all.
OVERLOADED-subscriptions = This address has { $most } subscriptions open; complete some.
OVERLOADED-operations = This socket has { $running } operations under way; complete some, or open another.
OVERLOADED-stopping = The server is about to stop; connect again.
DEADLINE_EXCEEDED-query = The query took longer than { $seconds } seconds and was ended. Ask for less at once, e.g. shorter pages.
UNAVAILABLE-not-read = { $why } Try again in { $seconds } s.
UNAVAILABLE-not-written = { $why } Nothing was written. Try again in { $seconds } s.
UNAVAILABLE-in-doubt = { $why } It is not known whether it was. Repeat the call with the same idempotencyKey: what was written is answered, never written twice. Without a key, look first whether it is there.
UNAVAILABLE-written = This was carried out and is written{ GIVEN($id) ->
    [yes] {" "}(id { $id })
   *[no] {""}
 }; only its answer could not be read. { GIVEN($why) ->
    [yes] { $why }{" "}
   *[no] {""}
 }Do not repeat the call without its idempotencyKey; read what it made{ GIVEN($seconds) ->
    [yes] {" "}in { $seconds } s
   *[no] {""}
 }.
UNAVAILABLE-no-keys = The keys that tokens are checked by cannot be had just now. Try again in { $seconds } s.
phrase-outage-away = The database cannot be reached just now.
phrase-outage-starting = The database is starting.
phrase-outage-full = The disk of the database is full; whoever runs the server has to make space.
phrase-outage-locked = Somebody else has held what this needs for too long.
phrase-outage-read-only = The database cannot be written just now; whoever runs the server has to look at it.
phrase-outage-crowded = The database takes no more connections just now.
phrase-outage-disk = The disk of the database fails; whoever runs the server has to look at it.
phrase-outage-damaged = The database is damaged; whoever runs the server has to restore it.
phrase-outage-temporary = The server has no room for temporary files (TMPDIR); whoever runs it has to make space.
phrase-outage-unknown-outcome = The connection to the database was lost while this was being written.
INTERNAL_SERVER_ERROR-bug = Internal error (id { $id })
