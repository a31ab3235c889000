# Det, GraphQL eller serveren afviser, før faget bliver spurgt.
BAD_USER_INPUT-missing = { $at }: en værdi af typen { $expected } kræves; intet er angivet.
BAD_USER_INPUT-null = { $at }: en værdi kræves; den kan ikke være null.
BAD_USER_INPUT-too-many = { $at }: højst { $limit } tages på én gang, ikke { $found }.
BAD_USER_INPUT-object = { $at }: { $expected } er et objekt med felter ({ $fields }); ikke { $shown }.
BAD_USER_INPUT-no-field = { $at }: { $expected } har intet felt { $shown }.{ $suggestion }
BAD_USER_INPUT-none-of-several = { $at }: { $expected } tager netop én af { $keys }; ikke ingen.
BAD_USER_INPUT-null-of-several = { $at }: { $expected } tager netop én af { $keys }; ikke { $found } med null.
BAD_USER_INPUT-several = { $at }: { $expected } tager netop én af { $keys }; ikke { $found }.
BAD_USER_INPUT-digits = { $at }: et tal har højst { $most } cifre; dette har { $found }.
BAD_USER_INPUT-too-long = { $at }: højst { $limit } tegn tages, ikke { $found }.
BAD_USER_INPUT-int = { $at }: en Int er et heltal fra -2147483648 til 2147483647; den kan ikke være { $shown }.
BAD_USER_INPUT-boolean = { $at }: en Boolean er true eller false, uden anførselstegn; den kan ikke være { $shown }.
BAD_USER_INPUT-string = { $at }: en String er en tekst i anførselstegn; den kan ikke være { $shown }.
BAD_USER_INPUT-id = { $at }: et ID er en tekst i anførselstegn; det kan ikke være { $shown }.
BAD_USER_INPUT-type = { $at }: en { $expected } kræves; den kan ikke være { $shown }.
BAD_USER_INPUT-graphql = { $at }: { $message }
BAD_USER_INPUT-decimal = { $at }: en Decimal kan ikke være { $shown }: skriv den som en tekst, f.eks. "12.50", eller som et heltal.
BAD_USER_INPUT-decimal-comma = { $at }: en Decimal skrives med punktum, f.eks. "7.5"; den kan ikke være { $shown }.
BAD_USER_INPUT-decimal-thousands = { $at }: en Decimal skrives med punktum og uden tegn mellem tusinder, f.eks. "1250.50"; den kan ikke være { $shown }.
BAD_USER_INPUT-decimal-text = { $at }: en Decimal kan ikke være { $shown }: skriv den som en tekst, f.eks. "12.50", eller som et heltal; ingen eksponenter, NaN eller uendelig.
BAD_USER_INPUT-decimal-inexact = { $at }: en Decimal tager ikke { $shown }, som måske ikke er nøjagtig: skriv den som en tekst, f.eks. "12.50", eller som et heltal.
BAD_USER_INPUT-no-day = { $at }: der findes ingen dag { $shown } i kalenderen.
BAD_USER_INPUT-date = { $at }: en Date skrives år-måned-dag, f.eks. "2026-03-31"; den kan ikke være { $shown }.
BAD_USER_INPUT-date-time = { $at }: en DateTime skrives efter RFC 3339 med forskydningen fra UTC, f.eks. "2026-03-31T12:00:00Z"; den kan ikke være { $shown }.
BAD_USER_INPUT-unstorable = { $at }: en tekst kan ikke indeholde tegnet { $character }, som ingen database gemmer; udelad det.
BAD_USER_INPUT-first-and-last = Angiv first (med after) eller last (med before), ikke begge.
BAD_USER_INPUT-after-with-last = after hører til first; med last angives before.
BAD_USER_INPUT-before-with-first = before hører til last; med first angives after.
BAD_USER_INPUT-cursor = { $argument }: { QUOTED($given) } er ikke en markør i denne liste i denne rækkefølge.
BAD_USER_INPUT-too-many-ids = nodes tager højst { $limit } id'er, ikke { $given }.
BAD_USER_INPUT-no-runs-id = Dette er ikke id'et på en bogføringskørsel; postingRuns viser dem med deres id'er.
BAD_USER_INPUT-no-run = Der findes ingen bogføringskørsel med dette id; postingRuns viser dem, der findes.
BAD_USER_INPUT-search = search har højst { $limit } tegn, ikke { $given }.
BAD_USER_INPUT-days-backwards = { $argument } er { $given }, som er før { $first }; angiv en dag fra og med da.
BAD_USER_INPUT-page-too-long = En PDF har højst { $most } rækker, og denne ville have { $rows }; tag HTML, eller færre dage.
BAD_USER_INPUT-currency = filter.currency: { QUOTED($given) } er ikke en valutakode efter ISO 4217; angiv en kode som NOK.
BAD_USER_INPUT-currency-in-small-letters = filter.currency: { QUOTED($given) } er ikke en valutakode efter ISO 4217; skriv { $expected }.
UNAUTHENTICATED-missing = Legitimation kræves: send en API-nøgle eller et token som Authorization: Bearer ….
UNAUTHENTICATED-invalid = Legitimationen er ikke gyldig.
UNAUTHENTICATED-expired = Legitimationen er ikke gyldig: tokenet er udløbet.
FORBIDDEN-scopes = { $field } kræver { OR($scopes) }; din legitimation har { GIVEN($has) ->
    [yes] { $has }
   *[no] ingen rettighed
 }. Intet blev gjort.
FORBIDDEN-any-scope = { $field } kræver en hvilken som helst rettighed; din legitimation har { GIVEN($has) ->
    [yes] { $has }
   *[no] ingen
 }. Intet blev gjort.
FORBIDDEN-read-only = Denne server er skrivebeskyttet (--read-only): den svarer på forespørgsler og udfører ingen mutation.
BAD_REQUEST-accept = Rebill svarer med application/graphql-response+json, application/json eller text/event-stream.
BAD_REQUEST-method = GraphQL besvares ved GET og POST.
BAD_REQUEST-method-elsewhere = Metoden er ikke tilladt her.
BAD_REQUEST-nowhere = Der er intet på denne adresse; GraphQL er på /graphql.
BAD_REQUEST-no-socket = Der er ingen socket på denne adresse; den for GraphQL er /graphql.
BAD_REQUEST-no-page = Denne server har ikke GraphiQL; send operationer med POST.
BAD_REQUEST-no-document = Der er ikke noget dokument { $document } her; et navn er et nummer, eller id'et på en kladde, med .pdf, .html, .ubl.xml, .cii.xml eller .fa3.xml.
BAD_REQUEST-no-such-value = { $parameter } er en af { $expected }.
BAD_REQUEST-misdirected = Her skal ingen sige, hvem de er, så denne server svarer kun på navne, som den går under; angiv adressen, som browsere ser, med --origin eller REBILL_ORIGINS.
BAD_REQUEST-foreign-page = En side med denne Origin må ikke åbne en socket; angiv oprindelsen med --origin eller REBILL_ORIGINS.
BAD_REQUEST-mutation = En mutation skal sendes med POST.
BAD_REQUEST-subscription = Et abonnement bedes der om med GET eller POST.
BAD_REQUEST-subscription-media = Et abonnement besvares som text/event-stream eller over en WebSocket (graphql-transport-ws).
BAD_REQUEST-key-of-several = Headeren Idempotency-Key gælder én mutation; af flere får hver input sin idempotencyKey.
BAD_REQUEST-key-again = Headeren Idempotency-Key er der mere end én gang; send én.
BAD_REQUEST-key-coding = Headeren Idempotency-Key er ikke UTF-8.
BAD_REQUEST-key-characters = Headeren Idempotency-Key skal have 1 til { $limit } tegn, ikke kun blanke, ingen styretegn.
BAD_REQUEST-batch = Flere operationer i én forespørgsel modtages ikke; send én operation per forespørgsel.
BAD_REQUEST-no-object = Indholdet skal være et JSON-objekt med en query.
BAD_REQUEST-no-query = Der er ingen query; den skal være en tekst.
BAD_REQUEST-parameters-coding = Parametrene i adressen er ikke UTF-8.
BAD_REQUEST-parameter-again = Adressen har parameteren { $parameter } mere end én gang.
BAD_REQUEST-parameter-elsewhere = Denne fil tager ingen { $parameter }; den tager { $expected }.
BAD_REQUEST-compressed = Komprimeret indhold modtages ikke.
BAD_REQUEST-media = Indholdet skal være application/json.
BAD_REQUEST-charset = Indholdet skal være UTF-8.
BAD_REQUEST-json = Forespørgslen er ikke gyldig JSON i UTF-8.
BAD_REQUEST-json-deep = JSON'en er indlejret mere end { $limit } niveauer dybt.
BAD_REQUEST-json-key-again = JSON'en har et objekt med samme nøgle to gange.
BAD_REQUEST-extensions = extensions skal være et JSON-objekt.
BAD_REQUEST-operation-name = operationName skal være en tekst.
BAD_REQUEST-variables = variables skal være et JSON-objekt.
BAD_REQUEST-document-id = documentId skal være en tekst.
BAD_REQUEST-persisted-query = extensions.persistedQuery skal være {"{"}"version": 1, "sha256Hash": "…"{"}"}.
BAD_REQUEST-two-documents = documentId og extensions.persistedQuery nævner to dokumenter; send et af dem.
BAD_REQUEST-query-and-id = query og dokumentets id stemmer ikke overens; send en af dem, eller den query, som id'et er SHA-256 af.
BAD_REQUEST-headers = Der er for mange headere, eller de er for lange.
BAD_REQUEST-head = Adressen og headerne er for lange.
BAD_REQUEST-unreadable = Dette er ingen forespørgsel efter HTTP/1.1, der kan læses.
BAD_REQUEST-overdue = Forespørgslen var ikke fuldstændig inden for { $seconds } sekunder.
BAD_REQUEST-handshake = Dette er ikke et håndtryk for en WebSocket (RFC 6455, version 13).
BAD_REQUEST-handshake-headers = Headerne i håndtrykket for denne WebSocket er for mange eller for lange.
PAYLOAD_TOO_LARGE-body = Indholdet har mere end { $kilobytes } KB; send store inddata i dele.
GRAPHQL_VALIDATION_FAILED-too-intricate = Dokumentet kan ikke kontrolleres: de samme navne eller fragmenter står for mange steder i det. Bed om hvert felt én gang.
OPERATION_NAME_REQUIRED-no-such = Der findes ingen operation med navnet "{ $operation }".
OPERATION_NAME_REQUIRED-nothing = Der findes ingen operation at udføre.
OPERATION_NAME_REQUIRED-several = Dokumentet har flere operationer: angiv operationName for at sige, hvilken der skal udføres.
LIMIT_EXCEEDED-tokens = Dokumentet har { $found } tokens eller mere; højst { $allowed } er tilladt. Bed om mindre i én forespørgsel.
LIMIT_EXCEEDED-operations = Dokumentet har { $found } operationer; højst { $allowed } er tilladt. Send den, der skal udføres.
LIMIT_EXCEEDED-definitions = Dokumentet har { $found } definitioner; højst { $allowed } er tilladt. Udelad det, der ikke bruges.
LIMIT_EXCEEDED-variables = Dokumentet har { $found } variabler; højst { $allowed } er tilladt. Saml værdier i én input.
LIMIT_EXCEEDED-depth = Dokumentet har { $found } niveauer af felter; højst { $allowed } er tilladt. Bed om det, der ligger længere nede, for sig.
LIMIT_EXCEEDED-fields = Dokumentet har { $found } felter, med hver brug af et fragment åbnet; højst { $allowed } er tilladt. Bed om mindre i én forespørgsel.
LIMIT_EXCEEDED-aliases = Dokumentet har { $found } aliaser, med hver brug af et fragment åbnet; højst { $allowed } er tilladt. Bed om mindre i én forespørgsel.
LIMIT_EXCEEDED-directives = Dokumentet har { $found } direktiver, med hver brug af et fragment åbnet; højst { $allowed } er tilladt. Bed om mindre i én forespørgsel.
LIMIT_EXCEEDED-directives-in-one-place = Dokumentet har { $found } direktiver på ét sted; højst { $allowed } er tilladt. Bed om mindre i én forespørgsel.
LIMIT_EXCEEDED-root-fields = Dokumentet har { $found } rodfelter; højst { $allowed } er tilladt. Bed om mindre i én forespørgsel.
LIMIT_EXCEEDED-mutations = Dokumentet har { $found } mutationer; højst { $allowed } er tilladt. Send dem i flere forespørgsler.
LIMIT_EXCEEDED-cost = Dokumentet har { $found } omkostningspoint; højst { $allowed } er tilladt. Bed om kortere sider eller færre lister i lister; docs/limits.md siger, hvad der koster hvor meget.
LIMIT_EXCEEDED-schemas = Dokumentet har { $found } gange __schema; højst { $allowed } er tilladt. Bed om mindre i én forespørgsel.
LIMIT_EXCEEDED-types = Dokumentet har { $found } gange __type; højst { $allowed } er tilladt. Bed om mindre i én forespørgsel.
LIMIT_EXCEEDED-introspection = Dokumentet har { $found } introspektionsfelter, med hver brug af et fragment åbnet; højst { $allowed } er tilladt. Bed om mindre i én forespørgsel.
LIMIT_EXCEEDED-schema-aliases = Dokumentet har { $found } aliaser under __schema; højst { $allowed } er tilladt. Bed om hvert felt én gang.
LIMIT_EXCEEDED-page = { $argument } skal være fra 0 til { $allowed }, ikke { $found }; bladr videre med markører.
INTROSPECTION_OFF-strict = Denne server fortæller ikke om sit skema (--limits strict): udelad __schema og __type. SDL'en følger med Rebill: rebill schema.
PERSISTED_QUERY_NOT_FOUND-id = Intet dokument på denne server har id'et { $id }.
TRUSTED_DOCUMENT_REQUIRED-manifest = Denne server udfører kun dokumenterne i sit manifest (--trusted-only); send documentId i stedet for query.
THROTTLED-budget = Dette kan koste { $points } point; { $left } af { $most } er tilbage, og { $rate } kommer igen hvert sekund. Intet blev udført. Prøv igen om { $seconds } s, eller bed om mindre.
OVERLOADED-busy = Serveren har for travlt lige nu; intet blev gjort. Prøv igen om et sekund.
OVERLOADED-connections = Serveren har alle de forbindelser, den kan holde; prøv igen om et øjeblik.
OVERLOADED-sockets = Denne adresse har { $most } sockets åbne; luk nogle, eller brug én til alt.
OVERLOADED-subscriptions = Denne adresse har { $most } abonnementer åbne; afslut nogle.
OVERLOADED-operations = Denne socket har { $running } operationer i gang; afslut nogle, eller åbn en til.
OVERLOADED-stopping = Serveren er ved at stoppe; opret forbindelse igen.
DEADLINE_EXCEEDED-query = Forespørgslen tog længere tid end { $seconds } sekunder og blev afsluttet. Bed om mindre ad gangen, f.eks. kortere sider.
UNAVAILABLE-not-read = { $why } Prøv igen om { $seconds } s.
UNAVAILABLE-not-written = { $why } Intet blev skrevet. Prøv igen om { $seconds } s.
UNAVAILABLE-in-doubt = { $why } Det vides ikke, om det blev skrevet. Gentag kaldet med samme idempotencyKey: det, der blev skrevet, besvares og skrives aldrig to gange. Uden nøgle, se først efter, om det er der.
UNAVAILABLE-written = Dette blev udført og er skrevet{ GIVEN($id) ->
    [yes] {" "}(id { $id })
   *[no] {""}
 }; kun svaret kunne ikke læses. { GIVEN($why) ->
    [yes] { $why }{" "}
   *[no] {""}
 }Gentag ikke kaldet uden dets idempotencyKey; læs det, der blev lavet{ GIVEN($seconds) ->
    [yes] {" "}om { $seconds } s
   *[no] {""}
 }.
UNAVAILABLE-no-keys = De nøgler, som tokens kontrolleres med, kan ikke hentes lige nu. Prøv igen om { $seconds } s.
phrase-outage-away = Databasen kan ikke nås lige nu.
phrase-outage-starting = Databasen starter.
phrase-outage-full = Databasens disk er fuld; den, der driver serveren, skal skaffe plads.
phrase-outage-locked = En anden har for længe holdt på det, som kræves her.
phrase-outage-read-only = Der kan ikke skrives til databasen lige nu; den, der driver serveren, skal se på det.
phrase-outage-crowded = Databasen tager ikke flere forbindelser lige nu.
phrase-outage-disk = Databasens disk svigter; den, der driver serveren, skal se på det.
phrase-outage-damaged = Databasen er beskadiget; den, der driver serveren, skal genoprette den.
phrase-outage-temporary = Serveren har ikke plads til midlertidige filer (TMPDIR); den, der driver den, skal skaffe plads.
phrase-outage-unknown-outcome = Forbindelsen til databasen blev afbrudt, mens dette blev skrevet.
INTERNAL_SERVER_ERROR-bug = Intern fejl (id { $id })
