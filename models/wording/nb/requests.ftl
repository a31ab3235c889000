# Det GraphQL eller serveren avviser før faget blir spurt.
BAD_USER_INPUT-missing = { $at }: en verdi av typen { $expected } trengs; ingenting er oppgitt.
BAD_USER_INPUT-null = { $at }: en verdi trengs; den kan ikke være null.
BAD_USER_INPUT-too-many = { $at }: høyst { $limit } tas på en gang, ikke { $found }.
BAD_USER_INPUT-object = { $at }: { $expected } er et objekt med felter ({ $fields }); ikke { $shown }.
BAD_USER_INPUT-no-field = { $at }: { $expected } har ikke noe felt { $shown }.{ $suggestion }
BAD_USER_INPUT-none-of-several = { $at }: { $expected } tar nøyaktig én av { $keys }; ikke ingen.
BAD_USER_INPUT-null-of-several = { $at }: { $expected } tar nøyaktig én av { $keys }; ikke { $found } med null.
BAD_USER_INPUT-several = { $at }: { $expected } tar nøyaktig én av { $keys }; ikke { $found }.
BAD_USER_INPUT-digits = { $at }: et tall har høyst { $most } sifre; dette har { $found }.
BAD_USER_INPUT-too-long = { $at }: høyst { $limit } tegn tas, ikke { $found }.
BAD_USER_INPUT-int = { $at }: en Int er et heltall fra -2147483648 til 2147483647; den kan ikke være { $shown }.
BAD_USER_INPUT-boolean = { $at }: en Boolean er true eller false, uten anførselstegn; den kan ikke være { $shown }.
BAD_USER_INPUT-string = { $at }: en String er en tekst i anførselstegn; den kan ikke være { $shown }.
BAD_USER_INPUT-id = { $at }: en ID er en tekst i anførselstegn; den kan ikke være { $shown }.
BAD_USER_INPUT-type = { $at }: en { $expected } trengs; den kan ikke være { $shown }.
BAD_USER_INPUT-graphql = { $at }: { $message }
BAD_USER_INPUT-decimal = { $at }: en Decimal kan ikke være { $shown }: skriv den som en tekst, f.eks. "12.50", eller som et heltall.
BAD_USER_INPUT-decimal-comma = { $at }: en Decimal skrives med punktum, f.eks. "7.5"; den kan ikke være { $shown }.
BAD_USER_INPUT-decimal-thousands = { $at }: en Decimal skrives med punktum og uten tegn mellom tusener, f.eks. "1250.50"; den kan ikke være { $shown }.
BAD_USER_INPUT-decimal-text = { $at }: en Decimal kan ikke være { $shown }: skriv den som en tekst, f.eks. "12.50", eller som et heltall; ingen eksponenter, NaN eller uendelig.
BAD_USER_INPUT-decimal-inexact = { $at }: en Decimal tar ikke { $shown }, som kanskje ikke er nøyaktig: skriv den som en tekst, f.eks. "12.50", eller som et heltall.
BAD_USER_INPUT-no-day = { $at }: det finnes ingen dag { $shown } i kalenderen.
BAD_USER_INPUT-date = { $at }: en Date skrives år-måned-dag, f.eks. "2026-03-31"; den kan ikke være { $shown }.
BAD_USER_INPUT-date-time = { $at }: en DateTime skrives etter RFC 3339 med forskyvningen fra UTC, f.eks. "2026-03-31T12:00:00Z"; den kan ikke være { $shown }.
BAD_USER_INPUT-unstorable = { $at }: en tekst kan ikke inneholde tegnet { $character }, som ingen database lagrer; utelat det.
BAD_USER_INPUT-first-and-last = Oppgi first (med after) eller last (med before), ikke begge.
BAD_USER_INPUT-after-with-last = after hører til first; med last oppgis before.
BAD_USER_INPUT-before-with-first = before hører til last; med first oppgis after.
BAD_USER_INPUT-cursor = { $argument }: { QUOTED($given) } er ikke en peker i denne listen i denne rekkefølgen.
BAD_USER_INPUT-too-many-ids = nodes tar høyst { $limit } id-er, ikke { $given }.
BAD_USER_INPUT-no-runs-id = Dette er ikke id-en til en posteringskjøring; postingRuns lister dem opp med id-ene deres.
BAD_USER_INPUT-no-run = Det finnes ingen posteringskjøring med denne id-en; postingRuns lister opp dem som finnes.
BAD_USER_INPUT-search = search har høyst { $limit } tegn, ikke { $given }.
BAD_USER_INPUT-days-backwards = { $argument } er { $given }, som er før { $first }; oppgi en dag fra og med da.
BAD_USER_INPUT-page-too-long = En PDF har høyst { $most } rader, og denne ville hatt { $rows }; ta HTML, eller færre dager.
BAD_USER_INPUT-currency = filter.currency: { QUOTED($given) } er ikke en valutakode etter ISO 4217; oppgi en kode som NOK.
BAD_USER_INPUT-currency-in-small-letters = filter.currency: { QUOTED($given) } er ikke en valutakode etter ISO 4217; skriv { $expected }.
UNAUTHENTICATED-missing = Legitimasjon trengs: send en API-nøkkel eller et token som Authorization: Bearer ….
UNAUTHENTICATED-invalid = Legitimasjonen er ikke gyldig.
UNAUTHENTICATED-expired = Legitimasjonen er ikke gyldig: tokenet er utløpt.
FORBIDDEN-scopes = { $field } krever { OR($scopes) }; legitimasjonen din har { GIVEN($has) ->
    [yes] { $has }
   *[no] ingen rettighet
 }. Ingenting ble gjort.
FORBIDDEN-any-scope = { $field } krever en hvilken som helst rettighet; legitimasjonen din har { GIVEN($has) ->
    [yes] { $has }
   *[no] ingen
 }. Ingenting ble gjort.
FORBIDDEN-read-only = Denne serveren er skrivebeskyttet (--read-only): den svarer på spørringer og utfører ingen mutasjon.
BAD_REQUEST-accept = Rebill svarer med application/graphql-response+json, application/json eller text/event-stream.
BAD_REQUEST-method = GraphQL besvares ved GET og POST.
BAD_REQUEST-method-elsewhere = Metoden er ikke tillatt her.
BAD_REQUEST-nowhere = Det finnes ingenting på denne adressen; GraphQL er på /graphql.
BAD_REQUEST-no-socket = Det finnes ingen socket på denne adressen; den for GraphQL er /graphql.
BAD_REQUEST-no-page = Denne serveren har ikke GraphiQL; send operasjoner med POST.
BAD_REQUEST-no-document = Det finnes ikke noe dokument { $document } her; et navn er et nummer, eller id-en til en kladd, med .pdf, .html, .ubl.xml, .cii.xml eller .fa3.xml.
BAD_REQUEST-no-such-value = { $parameter } er en av { $expected }.
BAD_REQUEST-misdirected = Her må ingen si hvem de er, så denne serveren svarer bare på navn som den går under; oppgi adressen som nettlesere ser, med --origin eller REBILL_ORIGINS.
BAD_REQUEST-foreign-page = En side med denne Origin kan ikke åpne en socket; oppgi opphavet med --origin eller REBILL_ORIGINS.
BAD_REQUEST-mutation = En mutasjon må sendes med POST.
BAD_REQUEST-subscription = Et abonnement bes det om med GET eller POST.
BAD_REQUEST-subscription-media = Et abonnement besvares som text/event-stream, eller over en WebSocket (graphql-transport-ws).
BAD_REQUEST-key-of-several = Headeren Idempotency-Key gjelder én mutasjon; av flere får hver input sin idempotencyKey.
BAD_REQUEST-key-again = Headeren Idempotency-Key finnes mer enn én gang; send én.
BAD_REQUEST-key-coding = Headeren Idempotency-Key er ikke UTF-8.
BAD_REQUEST-key-characters = Headeren Idempotency-Key må ha 1 til { $limit } tegn, ikke bare blanke, ingen styretegn.
BAD_REQUEST-batch = Flere operasjoner i én forespørsel tas ikke imot; send én operasjon per forespørsel.
BAD_REQUEST-no-object = Innholdet må være et JSON-objekt med en query.
BAD_REQUEST-no-query = Det er ingen query; den må være en tekst.
BAD_REQUEST-parameters-coding = Parametrene i adressen er ikke UTF-8.
BAD_REQUEST-parameter-again = Adressen har parameteren { $parameter } mer enn én gang.
BAD_REQUEST-parameter-elsewhere = Denne filen tar ingen { $parameter }; den tar { $expected }.
BAD_REQUEST-compressed = Komprimert innhold tas ikke imot.
BAD_REQUEST-media = Innholdet må være application/json.
BAD_REQUEST-charset = Innholdet må være UTF-8.
BAD_REQUEST-json = Forespørselen er ikke gyldig JSON i UTF-8.
BAD_REQUEST-json-deep = JSON-en er nestet mer enn { $limit } nivåer dypt.
BAD_REQUEST-json-key-again = JSON-en har et objekt med samme nøkkel to ganger.
BAD_REQUEST-extensions = extensions må være et JSON-objekt.
BAD_REQUEST-operation-name = operationName må være en tekst.
BAD_REQUEST-variables = variables må være et JSON-objekt.
BAD_REQUEST-document-id = documentId må være en tekst.
BAD_REQUEST-persisted-query = extensions.persistedQuery må være {"{"}"version": 1, "sha256Hash": "…"{"}"}.
BAD_REQUEST-two-documents = documentId og extensions.persistedQuery nevner to dokumenter; send ett av dem.
BAD_REQUEST-query-and-id = query og id-en til dokumentet stemmer ikke overens; send én av dem, eller den query som id-en er SHA-256 av.
BAD_REQUEST-headers = Det er for mange headere, eller de er for lange.
BAD_REQUEST-head = Adressen og headerne er for lange.
BAD_REQUEST-unreadable = Dette er ingen forespørsel etter HTTP/1.1 som kan leses.
BAD_REQUEST-overdue = Forespørselen var ikke fullstendig innen { $seconds } sekunder.
BAD_REQUEST-handshake = Dette er ikke et håndtrykk for en WebSocket (RFC 6455, versjon 13).
BAD_REQUEST-handshake-headers = Headerne i håndtrykket for denne WebSocket-en er for mange eller for lange.
PAYLOAD_TOO_LARGE-body = Innholdet har mer enn { $kilobytes } KB; send store inndata i deler.
GRAPHQL_VALIDATION_FAILED-too-intricate = Dokumentet kan ikke kontrolleres: de samme navnene eller fragmentene står for mange steder i det. Be om hvert felt én gang.
OPERATION_NAME_REQUIRED-no-such = Det finnes ingen operasjon med navnet "{ $operation }".
OPERATION_NAME_REQUIRED-nothing = Det finnes ingen operasjon å utføre.
OPERATION_NAME_REQUIRED-several = Dokumentet har flere operasjoner: oppgi operationName for å si hvilken som skal utføres.
LIMIT_EXCEEDED-tokens = Dokumentet har { $found } tokens eller mer; høyst { $allowed } er tillatt. Be om mindre i én forespørsel.
LIMIT_EXCEEDED-operations = Dokumentet har { $found } operasjoner; høyst { $allowed } er tillatt. Send den som skal utføres.
LIMIT_EXCEEDED-definitions = Dokumentet har { $found } definisjoner; høyst { $allowed } er tillatt. Utelat det som ikke brukes.
LIMIT_EXCEEDED-variables = Dokumentet har { $found } variabler; høyst { $allowed } er tillatt. Samle verdier i én input.
LIMIT_EXCEEDED-depth = Dokumentet har { $found } nivåer av felt; høyst { $allowed } er tillatt. Be om det som ligger lenger ned, for seg.
LIMIT_EXCEEDED-fields = Dokumentet har { $found } felt, med hver bruk av et fragment åpnet; høyst { $allowed } er tillatt. Be om mindre i én forespørsel.
LIMIT_EXCEEDED-aliases = Dokumentet har { $found } aliaser, med hver bruk av et fragment åpnet; høyst { $allowed } er tillatt. Be om mindre i én forespørsel.
LIMIT_EXCEEDED-directives = Dokumentet har { $found } direktiver, med hver bruk av et fragment åpnet; høyst { $allowed } er tillatt. Be om mindre i én forespørsel.
LIMIT_EXCEEDED-directives-in-one-place = Dokumentet har { $found } direktiver på ett sted; høyst { $allowed } er tillatt. Be om mindre i én forespørsel.
LIMIT_EXCEEDED-root-fields = Dokumentet har { $found } rotfelt; høyst { $allowed } er tillatt. Be om mindre i én forespørsel.
LIMIT_EXCEEDED-mutations = Dokumentet har { $found } mutasjoner; høyst { $allowed } er tillatt. Send dem i flere forespørsler.
LIMIT_EXCEEDED-cost = Dokumentet har { $found } kostnadspoeng; høyst { $allowed } er tillatt. Be om kortere sider eller færre lister i lister; docs/limits.md sier hva som koster hvor mye.
LIMIT_EXCEEDED-schemas = Dokumentet har { $found } ganger __schema; høyst { $allowed } er tillatt. Be om mindre i én forespørsel.
LIMIT_EXCEEDED-types = Dokumentet har { $found } ganger __type; høyst { $allowed } er tillatt. Be om mindre i én forespørsel.
LIMIT_EXCEEDED-introspection = Dokumentet har { $found } introspeksjonsfelt, med hver bruk av et fragment åpnet; høyst { $allowed } er tillatt. Be om mindre i én forespørsel.
LIMIT_EXCEEDED-schema-aliases = Dokumentet har { $found } aliaser under __schema; høyst { $allowed } er tillatt. Be om hvert felt én gang.
LIMIT_EXCEEDED-page = { $argument } må være fra 0 til { $allowed }, ikke { $found }; bla videre med pekere.
INTROSPECTION_OFF-strict = Denne serveren forteller ikke om skjemaet sitt (--limits strict): utelat __schema og __type. SDL-en følger med Rebill: rebill schema.
PERSISTED_QUERY_NOT_FOUND-id = Ingen dokumenter på denne serveren har id-en { $id }.
TRUSTED_DOCUMENT_REQUIRED-manifest = Denne serveren utfører bare dokumentene i manifestet sitt (--trusted-only); send documentId i stedet for query.
THROTTLED-budget = Dette kan koste { $points } poeng; { $left } av { $most } er igjen, og { $rate } kommer tilbake hvert sekund. Ingenting ble utført. Prøv igjen om { $seconds } s, eller be om mindre.
OVERLOADED-busy = Serveren har for mye å gjøre akkurat nå; ingenting ble gjort. Prøv igjen om et sekund.
OVERLOADED-connections = Serveren har alle forbindelsene den kan holde; prøv igjen om et øyeblikk.
OVERLOADED-sockets = Denne adressen har { $most } sockets åpne; lukk noen, eller bruk én til alt.
OVERLOADED-subscriptions = Denne adressen har { $most } abonnementer åpne; avslutt noen.
OVERLOADED-operations = Denne socketen har { $running } operasjoner i gang; avslutt noen, eller åpne en til.
OVERLOADED-stopping = Serveren er i ferd med å stanse; koble til på nytt.
DEADLINE_EXCEEDED-query = Spørringen tok lengre tid enn { $seconds } sekunder og ble avsluttet. Be om mindre på en gang, f.eks. kortere sider.
UNAVAILABLE-not-read = { $why } Prøv igjen om { $seconds } s.
UNAVAILABLE-not-written = { $why } Ingenting ble skrevet. Prøv igjen om { $seconds } s.
UNAVAILABLE-in-doubt = { $why } Det er ikke kjent om det ble skrevet. Gjenta kallet med samme idempotencyKey: det som ble skrevet, besvares og skrives aldri to ganger. Uten nøkkel, se først etter om det er der.
UNAVAILABLE-written = Dette ble utført og er skrevet{ GIVEN($id) ->
    [yes] {" "}(id { $id })
   *[no] {""}
 }; bare svaret kunne ikke leses. { GIVEN($why) ->
    [yes] { $why }{" "}
   *[no] {""}
 }Gjenta ikke kallet uten dets idempotencyKey; les det som ble laget{ GIVEN($seconds) ->
    [yes] {" "}om { $seconds } s
   *[no] {""}
 }.
UNAVAILABLE-no-keys = Nøklene som tokener kontrolleres med, kan ikke hentes akkurat nå. Prøv igjen om { $seconds } s.
phrase-outage-away = Databasen kan ikke nås akkurat nå.
phrase-outage-starting = Databasen starter.
phrase-outage-full = Databasens disk er full; den som drifter serveren, må skaffe plass.
phrase-outage-locked = Noen andre har for lenge holdt på det som trengs her.
phrase-outage-read-only = Databasen kan ikke skrives til akkurat nå; den som drifter serveren, må se på det.
phrase-outage-crowded = Databasen tar ikke imot flere forbindelser akkurat nå.
phrase-outage-disk = Databasens disk svikter; den som drifter serveren, må se på det.
phrase-outage-damaged = Databasen er skadet; den som drifter serveren, må gjenopprette den.
phrase-outage-temporary = Serveren har ikke plass til midlertidige filer (TMPDIR); den som drifter den, må skaffe plass.
phrase-outage-unknown-outcome = Forbindelsen til databasen ble brutt mens dette ble skrevet.
INTERNAL_SERVER_ERROR-bug = Intern feil (id { $id })
