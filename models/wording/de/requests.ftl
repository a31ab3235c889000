# Was GraphQL oder der Server ablehnt, bevor die Fachlichkeit gefragt wird.
BAD_USER_INPUT-missing = { $at }: ein Wert vom Typ { $expected } wird gebraucht; es ist nichts angegeben.
BAD_USER_INPUT-null = { $at }: ein Wert wird gebraucht; er kann nicht null sein.
BAD_USER_INPUT-too-many = { $at }: höchstens { $limit } werden auf einmal angenommen, nicht { $found }.
BAD_USER_INPUT-object = { $at }: { $expected } ist ein Objekt mit Feldern ({ $fields }); nicht { $shown }.
BAD_USER_INPUT-no-field = { $at }: { $expected } hat kein Feld { $shown }.{ $suggestion }
BAD_USER_INPUT-none-of-several = { $at }: { $expected } nimmt genau eines von { $keys }; nicht keines.
BAD_USER_INPUT-null-of-several = { $at }: { $expected } nimmt genau eines von { $keys }; nicht { $found } mit null.
BAD_USER_INPUT-several = { $at }: { $expected } nimmt genau eines von { $keys }; nicht { $found }.
BAD_USER_INPUT-digits = { $at }: eine Zahl hat höchstens { $most } Ziffern; diese hat { $found }.
BAD_USER_INPUT-too-long = { $at }: höchstens { $limit } Zeichen werden angenommen, nicht { $found }.
BAD_USER_INPUT-int = { $at }: ein Int ist eine ganze Zahl von -2147483648 bis 2147483647; er kann nicht { $shown } sein.
BAD_USER_INPUT-boolean = { $at }: ein Boolean ist true oder false, ohne Anführungszeichen; er kann nicht { $shown } sein.
BAD_USER_INPUT-string = { $at }: ein String ist ein Text in Anführungszeichen; er kann nicht { $shown } sein.
BAD_USER_INPUT-id = { $at }: eine ID ist ein Text in Anführungszeichen; sie kann nicht { $shown } sein.
BAD_USER_INPUT-type = { $at }: { $expected } wird gebraucht; es kann nicht { $shown } sein.
BAD_USER_INPUT-graphql = { $at }: { $message }
BAD_USER_INPUT-decimal = { $at }: ein Decimal kann nicht { $shown } sein: Schreiben Sie es als Text, z. B. "12.50", oder als ganze Zahl.
BAD_USER_INPUT-decimal-comma = { $at }: ein Decimal wird mit Punkt geschrieben, z. B. "7.5"; es kann nicht { $shown } sein.
BAD_USER_INPUT-decimal-thousands = { $at }: ein Decimal wird mit Punkt und ohne Tausendertrennzeichen geschrieben, z. B. "1250.50"; es kann nicht { $shown } sein.
BAD_USER_INPUT-decimal-text = { $at }: ein Decimal kann nicht { $shown } sein: Schreiben Sie es als Text, z. B. "12.50", oder als ganze Zahl; ohne Exponenten, NaN oder Unendlich.
BAD_USER_INPUT-decimal-inexact = { $at }: ein Decimal nimmt { $shown } nicht an, was ungenau sein kann: Schreiben Sie es als Text, z. B. "12.50", oder als ganze Zahl.
BAD_USER_INPUT-no-day = { $at }: es gibt keinen Tag { $shown } im Kalender.
BAD_USER_INPUT-date = { $at }: ein Date wird Jahr-Monat-Tag geschrieben, z. B. "2026-03-31"; es kann nicht { $shown } sein.
BAD_USER_INPUT-date-time = { $at }: ein DateTime wird nach RFC 3339 mit dem Abstand von UTC geschrieben, z. B. "2026-03-31T12:00:00Z"; es kann nicht { $shown } sein.
BAD_USER_INPUT-unstorable = { $at }: ein Text kann das Zeichen { $character } nicht enthalten, das keine Datenbank speichert; lassen Sie es weg.
BAD_USER_INPUT-first-and-last = Geben Sie first (mit after) oder last (mit before) an, nicht beides.
BAD_USER_INPUT-after-with-last = after gehört zu first; mit last geben Sie before an.
BAD_USER_INPUT-before-with-first = before gehört zu last; mit first geben Sie after an.
BAD_USER_INPUT-cursor = { $argument }: { QUOTED($given) } ist kein Cursor dieser Liste in dieser Reihenfolge.
BAD_USER_INPUT-too-many-ids = nodes nimmt höchstens { $limit } IDs an, nicht { $given }.
BAD_USER_INPUT-no-runs-id = Das ist nicht die ID eines Buchungslaufs; postingRuns führt sie mit ihren IDs auf.
BAD_USER_INPUT-no-run = Es gibt keinen Buchungslauf mit dieser ID; postingRuns führt die vorhandenen auf.
BAD_USER_INPUT-search = search hat höchstens { $limit } Zeichen, nicht { $given }.
BAD_USER_INPUT-days-backwards = { $argument } ist { $given }, vor { $first }; geben Sie einen Tag ab dann an.
BAD_USER_INPUT-page-too-long = Eine PDF hat höchstens { $most } Zeilen, und diese hätte { $rows }; nehmen Sie HTML, oder weniger Tage.
BAD_USER_INPUT-currency = filter.currency: { QUOTED($given) } ist kein Währungscode nach ISO 4217; geben Sie einen Code wie NOK an.
BAD_USER_INPUT-currency-in-small-letters = filter.currency: { QUOTED($given) } ist kein Währungscode nach ISO 4217; schreiben Sie { $expected }.
UNAUTHENTICATED-missing = Anmeldedaten sind nötig: Senden Sie einen API-Schlüssel oder ein Token als Authorization: Bearer ….
UNAUTHENTICATED-invalid = Die Anmeldedaten sind nicht gültig.
UNAUTHENTICATED-expired = Die Anmeldedaten sind nicht gültig: Das Token ist abgelaufen.
FORBIDDEN-scopes = { $field } verlangt { OR($scopes) }; Ihre Anmeldedaten haben { GIVEN($has) ->
    [yes] { $has }
   *[no] kein Recht
 }. Nichts wurde getan.
FORBIDDEN-any-scope = { $field } verlangt irgendein Recht; Ihre Anmeldedaten haben { GIVEN($has) ->
    [yes] { $has }
   *[no] keines
 }. Nichts wurde getan.
FORBIDDEN-read-only = Dieser Server ist schreibgeschützt (--read-only): Er beantwortet Abfragen und führt keine Mutation aus.
BAD_REQUEST-accept = Rebill antwortet mit application/graphql-response+json, application/json oder text/event-stream.
BAD_REQUEST-method = GraphQL wird bei GET und POST beantwortet.
BAD_REQUEST-method-elsewhere = Die Methode ist hier nicht erlaubt.
BAD_REQUEST-nowhere = Unter dieser Adresse gibt es nichts; GraphQL ist unter /graphql.
BAD_REQUEST-no-socket = Unter dieser Adresse gibt es keinen Socket; der von GraphQL ist /graphql.
BAD_REQUEST-no-page = Dieser Server hat kein GraphiQL; senden Sie Operationen mit POST.
BAD_REQUEST-no-document = Hier gibt es kein Dokument { $document }; ein Name ist eine Nummer, oder die Id eines Entwurfs, mit .pdf, .html, .ubl.xml, .cii.xml oder .fa3.xml.
BAD_REQUEST-no-such-value = { $parameter } ist einer der Werte { $expected }.
BAD_REQUEST-misdirected = Hier muss niemand sagen, wer er ist; deshalb antwortet dieser Server nur unter Namen, die er trägt. Nennen Sie die Adresse, die Browser sehen, mit --origin oder REBILL_ORIGINS.
BAD_REQUEST-foreign-page = Eine Seite mit diesem Origin darf keinen Socket öffnen; nennen Sie den Ursprung mit --origin oder REBILL_ORIGINS.
BAD_REQUEST-mutation = Eine Mutation muss mit POST gesendet werden.
BAD_REQUEST-subscription = Ein Abonnement wird mit GET oder POST angefordert.
BAD_REQUEST-subscription-media = Ein Abonnement wird als text/event-stream beantwortet oder über einen WebSocket (graphql-transport-ws).
BAD_REQUEST-key-of-several = Der Header Idempotency-Key gilt für eine Mutation; geben Sie bei mehreren jedem Input einen idempotencyKey.
BAD_REQUEST-key-again = Der Header Idempotency-Key ist mehr als einmal da; senden Sie einen.
BAD_REQUEST-key-coding = Der Header Idempotency-Key ist kein UTF-8.
BAD_REQUEST-key-characters = Der Header Idempotency-Key muss 1 bis { $limit } Zeichen haben, nicht nur leere, keine Steuerzeichen.
BAD_REQUEST-batch = Mehrere Operationen auf einmal werden nicht angenommen; senden Sie eine Operation je Anfrage.
BAD_REQUEST-no-object = Der Inhalt muss ein JSON-Objekt mit einer query sein.
BAD_REQUEST-no-query = Es gibt keine query; sie muss ein Text sein.
BAD_REQUEST-parameters-coding = Die Parameter der Adresse sind kein UTF-8.
BAD_REQUEST-parameter-again = Die Adresse hat den Parameter { $parameter } mehr als einmal.
BAD_REQUEST-parameter-elsewhere = Diese Datei nimmt kein { $parameter }; sie nimmt { $expected }.
BAD_REQUEST-compressed = Komprimierte Inhalte werden nicht angenommen.
BAD_REQUEST-media = Der Inhalt muss application/json sein.
BAD_REQUEST-charset = Der Inhalt muss UTF-8 sein.
BAD_REQUEST-json = Die Anfrage ist kein gültiges JSON in UTF-8.
BAD_REQUEST-json-deep = Das JSON ist mehr als { $limit } Ebenen tief verschachtelt.
BAD_REQUEST-json-key-again = Das JSON hat ein Objekt mit demselben Schlüssel zweimal.
BAD_REQUEST-extensions = extensions muss ein JSON-Objekt sein.
BAD_REQUEST-operation-name = operationName muss ein Text sein.
BAD_REQUEST-variables = variables muss ein JSON-Objekt sein.
BAD_REQUEST-document-id = documentId muss ein Text sein.
BAD_REQUEST-persisted-query = extensions.persistedQuery muss {"{"}"version": 1, "sha256Hash": "…"{"}"} sein.
BAD_REQUEST-two-documents = documentId und extensions.persistedQuery nennen zwei Dokumente; senden Sie eines davon.
BAD_REQUEST-query-and-id = query und die ID des Dokuments stimmen nicht überein; senden Sie eines davon oder die query, deren SHA-256 die ID ist.
BAD_REQUEST-headers = Es sind zu viele Header, oder sie sind zu lang.
BAD_REQUEST-head = Adresse und Header sind zu lang.
BAD_REQUEST-unreadable = Das ist keine lesbare Anfrage nach HTTP/1.1.
BAD_REQUEST-overdue = Die Anfrage war nach { $seconds } Sekunden nicht vollständig.
BAD_REQUEST-handshake = Das ist kein Handshake eines WebSockets (RFC 6455, Version 13).
BAD_REQUEST-handshake-headers = Die Header im Handshake dieses WebSockets sind zu viele oder zu lang.
PAYLOAD_TOO_LARGE-body = Der Inhalt hat mehr als { $kilobytes } KB; senden Sie große Eingaben in Teilen.
GRAPHQL_VALIDATION_FAILED-too-intricate = Das Dokument kann nicht geprüft werden: Dieselben Namen oder Fragmente stehen an zu vielen Stellen. Fragen Sie jedes Feld einmal ab.
OPERATION_NAME_REQUIRED-no-such = Es gibt keine Operation namens "{ $operation }".
OPERATION_NAME_REQUIRED-nothing = Es gibt keine Operation, die auszuführen wäre.
OPERATION_NAME_REQUIRED-several = Das Dokument hat mehrere Operationen: Geben Sie mit operationName an, welche auszuführen ist.
LIMIT_EXCEEDED-tokens = Das Dokument hat { $found } Tokens oder mehr; erlaubt sind höchstens { $allowed }. Fragen Sie in einer Anfrage weniger ab.
LIMIT_EXCEEDED-operations = Das Dokument hat { $found } Operationen; erlaubt sind höchstens { $allowed }. Senden Sie die, die auszuführen ist.
LIMIT_EXCEEDED-definitions = Das Dokument hat { $found } Definitionen; erlaubt sind höchstens { $allowed }. Lassen Sie weg, was nicht gebraucht wird.
LIMIT_EXCEEDED-variables = Das Dokument hat { $found } Variablen; erlaubt sind höchstens { $allowed }. Fassen Sie Werte in einem Input zusammen.
LIMIT_EXCEEDED-depth = Das Dokument hat { $found } Ebenen von Feldern; erlaubt sind höchstens { $allowed }. Fragen Sie, was weiter unten liegt, für sich ab.
LIMIT_EXCEEDED-fields = Das Dokument hat { $found } Felder, jede Verwendung eines Fragments aufgelöst; erlaubt sind höchstens { $allowed }. Fragen Sie in einer Anfrage weniger ab.
LIMIT_EXCEEDED-aliases = Das Dokument hat { $found } Aliasse, jede Verwendung eines Fragments aufgelöst; erlaubt sind höchstens { $allowed }. Fragen Sie in einer Anfrage weniger ab.
LIMIT_EXCEEDED-directives = Das Dokument hat { $found } Direktiven, jede Verwendung eines Fragments aufgelöst; erlaubt sind höchstens { $allowed }. Fragen Sie in einer Anfrage weniger ab.
LIMIT_EXCEEDED-directives-in-one-place = Das Dokument hat { $found } Direktiven an einer Stelle; erlaubt sind höchstens { $allowed }. Fragen Sie in einer Anfrage weniger ab.
LIMIT_EXCEEDED-root-fields = Das Dokument hat { $found } Wurzelfelder; erlaubt sind höchstens { $allowed }. Fragen Sie in einer Anfrage weniger ab.
LIMIT_EXCEEDED-mutations = Das Dokument hat { $found } Mutationen; erlaubt sind höchstens { $allowed }. Senden Sie sie in mehreren Anfragen.
LIMIT_EXCEEDED-cost = Das Dokument hat { $found } Kostenpunkte; erlaubt sind höchstens { $allowed }. Fragen Sie kürzere Seiten oder weniger Listen in Listen ab; docs/limits.md sagt, was wie viel kostet.
LIMIT_EXCEEDED-schemas = Das Dokument hat { $found } Mal __schema; erlaubt sind höchstens { $allowed }. Fragen Sie in einer Anfrage weniger ab.
LIMIT_EXCEEDED-types = Das Dokument hat { $found } Mal __type; erlaubt sind höchstens { $allowed }. Fragen Sie in einer Anfrage weniger ab.
LIMIT_EXCEEDED-introspection = Das Dokument hat { $found } Introspektionsfelder, jede Verwendung eines Fragments aufgelöst; erlaubt sind höchstens { $allowed }. Fragen Sie in einer Anfrage weniger ab.
LIMIT_EXCEEDED-schema-aliases = Das Dokument hat { $found } Aliasse unter __schema; erlaubt sind höchstens { $allowed }. Fragen Sie jedes Feld einmal ab.
LIMIT_EXCEEDED-page = { $argument } muss zwischen 0 und { $allowed } liegen, nicht { $found }; blättern Sie mit Cursorn weiter.
INTROSPECTION_OFF-strict = Dieser Server legt sein Schema nicht offen (--limits strict): Lassen Sie __schema und __type weg. Die SDL ist bei Rebill dabei: rebill schema.
PERSISTED_QUERY_NOT_FOUND-id = Kein Dokument dieses Servers hat die ID { $id }.
TRUSTED_DOCUMENT_REQUIRED-manifest = Dieser Server führt nur die Dokumente seines Manifests aus (--trusted-only); senden Sie documentId statt query.
THROTTLED-budget = Das kann { $points } Punkte kosten; { $left } von { $most } sind übrig, und { $rate } kommen je Sekunde zurück. Nichts wurde ausgeführt. Versuchen Sie es in { $seconds } s erneut, oder fragen Sie weniger ab.
OVERLOADED-busy = Der Server hat gerade zu viel zu tun; nichts wurde getan. Versuchen Sie es in einer Sekunde erneut.
OVERLOADED-connections = Der Server hält alle Verbindungen, die er halten kann; versuchen Sie es gleich erneut.
OVERLOADED-sockets = Diese Adresse hat { $most } Sockets offen; schließen Sie einige, oder verwenden Sie einen für alles.
OVERLOADED-subscriptions = Diese Adresse hat { $most } Abonnements offen; beenden Sie einige.
OVERLOADED-operations = Auf diesem Socket laufen { $running } Operationen; beenden Sie einige, oder öffnen Sie einen weiteren.
OVERLOADED-stopping = Der Server wird gleich beendet; verbinden Sie sich erneut.
DEADLINE_EXCEEDED-query = Die Abfrage dauerte länger als { $seconds } Sekunden und wurde beendet. Fragen Sie weniger auf einmal ab, z. B. kürzere Seiten.
UNAVAILABLE-not-read = { $why } Versuchen Sie es in { $seconds } s erneut.
UNAVAILABLE-not-written = { $why } Nichts wurde geschrieben. Versuchen Sie es in { $seconds } s erneut.
UNAVAILABLE-in-doubt = { $why } Ob es geschrieben wurde, ist nicht bekannt. Wiederholen Sie den Aufruf mit demselben idempotencyKey: Geschriebenes wird beantwortet, nie zweimal geschrieben. Ohne Schlüssel sehen Sie zuerst nach, ob es da ist.
UNAVAILABLE-written = Das wurde ausgeführt und ist geschrieben{ GIVEN($id) ->
    [yes] {" "}(id { $id })
   *[no] {""}
 }; nur die Antwort konnte nicht gelesen werden. { GIVEN($why) ->
    [yes] { $why }{" "}
   *[no] {""}
 }Wiederholen Sie den Aufruf nicht ohne seinen idempotencyKey; lesen Sie{ GIVEN($seconds) ->
    [yes] {" "}in { $seconds } s
   *[no] {""}
 }, was entstanden ist.
UNAVAILABLE-no-keys = Die Schlüssel, mit denen Token geprüft werden, sind gerade nicht zu bekommen. Versuchen Sie es in { $seconds } s erneut.
phrase-outage-away = Die Datenbank ist gerade nicht erreichbar.
phrase-outage-starting = Die Datenbank startet.
phrase-outage-full = Der Datenträger der Datenbank ist voll; wer den Server betreibt, muss Platz schaffen.
phrase-outage-locked = Jemand anderes hat zu lange festgehalten, was hierfür gebraucht wird.
phrase-outage-read-only = In die Datenbank kann gerade nicht geschrieben werden; wer den Server betreibt, muss danach sehen.
phrase-outage-crowded = Die Datenbank nimmt gerade keine weiteren Verbindungen an.
phrase-outage-disk = Der Datenträger der Datenbank versagt; wer den Server betreibt, muss danach sehen.
phrase-outage-damaged = Die Datenbank ist beschädigt; wer den Server betreibt, muss sie wiederherstellen.
phrase-outage-temporary = Der Server hat keinen Platz für vorläufige Dateien (TMPDIR); wer ihn betreibt, muss Platz schaffen.
phrase-outage-unknown-outcome = Die Verbindung zur Datenbank ging verloren, während dies geschrieben wurde.
INTERNAL_SERVER_ERROR-bug = Interner Fehler (ID { $id })
