# Was jeder Befehl gesagt bekommen kann: genannte Datensätze, Zahlen, Texte und Listen, Schlüssel und Versionen.

a-record = { $type ->
    [Order] eines Auftrags
    [ReturnOrder] einer Rücklieferung
    [Invoice] einer Rechnung
    [Customer] eines Kunden
    [Product] eines Produkts
    [ContractLine] einer Vertragszeile
    [Actual] einer Istbuchung
    [Milestone] eines Meilensteins
    [Retainer] einer Vorauszahlung
    [InvoiceLine] einer Rechnungszeile
    [InvoiceLineDetail] eines Rechnungszeilendetails
    [PackingSlip] eines Lieferscheins
    [ReturnOrderLine] einer Zeile einer Rücklieferung
    [OrderLine] einer Zeile des Auftrags
    [PostingRun] eines Buchungslaufs
    [RunSchedule] eines Zeitplans
    [Settlement] eines Ausgleichs
    [Approval] eines Antrags auf Genehmigung
   *[other] eines Datensatzes
 }
no-record = { $type ->
    [Order] keinen Auftrag
    [ReturnOrder] keine Rücklieferung
    [Invoice] keine Rechnung
    [Customer] keinen Kunden
    [Product] kein Produkt
    [ContractLine] keine Vertragszeile
    [Actual] keine Istbuchung
    [Milestone] keinen Meilenstein
    [Retainer] keine Vorauszahlung
    [InvoiceLine] keine Rechnungszeile
    [InvoiceLineDetail] kein Rechnungszeilendetail
    [PackingSlip] keinen Lieferschein
    [ReturnOrderLine] keine Zeile einer Rücklieferung
    [OrderLine] keine Zeile des Auftrags
    [PostingRun] keinen Buchungslauf
    [RunSchedule] keinen Zeitplan
    [Settlement] keinen Ausgleich
    [Approval] keinen Antrag auf Genehmigung
   *[other] keinen Datensatz
 }
this-record = { $type ->
    [ContractLine] Diese Vertragszeile
    [Actual] Diese Istbuchung
    [Milestone] Dieser Meilenstein
    [Retainer] Diese Vorauszahlung
    [InvoiceLine] Diese Rechnungszeile
    [InvoiceLineDetail] Dieses Rechnungszeilendetail
    [PackingSlip] Dieser Lieferschein
    [ReturnOrderLine] Diese Zeile der Rücklieferung
    [OrderLine] Diese Zeile des Auftrags
   *[other] Dieser Datensatz
 }
given-order = { $given ->
    [SALES_ORDER] ein Verkaufsauftrag
    [RETURN_ORDER] eine Rücklieferung
   *[PROJECT_CONTRACT] ein Projektvertrag
 }
expected-order = { $expected ->
    [SALES_ORDER] kein Verkaufsauftrag
    [RETURN_ORDER] keine Rücklieferung
   *[PROJECT_CONTRACT] kein Projektvertrag
 }
phrase-invoice = Rechnung { $document }
phrase-draft = Rechnungsentwurf für { $customer } zu { $order } vom { $made }
phrase-line = Zeile { $line } ({ $description }) von { $document }
phrase-retainer = Vorauszahlung „{ $retainer }“

phrase-a-quantity = Eine Menge
phrase-a-billable-quantity = Eine abrechenbare Menge
phrase-a-unit-price = Ein Stückpreis
phrase-a-unit-cost = Ein Einstandspreis
phrase-a-sales-price = Ein Verkaufspreis
phrase-a-cost-price = Ein Einstandspreis
phrase-a-price-factor = Ein Preisfaktor
phrase-a-discount = Ein Rabatt
phrase-a-tax-rate = Ein Steuersatz
phrase-a-tax-amount = Ein Steuerbetrag
phrase-a-share = Ein Anteil
phrase-a-limit = Eine Grenze
phrase-the-limit = Die Grenze
phrase-an-amount = Ein Betrag
phrase-a-charge = Eine Gebühr
phrase-a-fixed-charge = Eine feste Gebühr
phrase-a-line = Eine Zeile
phrase-a-detail = Ein Detail
phrase-the-lines-cost = Der Einstandswert der Zeile
phrase-the-lines-net-amount = Der Nettobetrag der Zeile
phrase-the-replacement = Der Ersatz
phrase-a-number = Eine Nummer
phrase-a-code = Ein Code
phrase-a-currency = Eine Währung
phrase-an-account = Ein Konto
phrase-an-accounts-name = Der Name eines Kontos
phrase-a-description = Eine Beschreibung
phrase-a-reason = Eine Begründung
phrase-a-keys-name = Der Name eines Schlüssels
phrase-an-owner = Ein Inhaber
phrase-a-policys-name = Der Name einer Regel
phrase-a-reason-code = Ein Grundcode
phrase-a-disposition-code = Ein Dispositionscode
phrase-a-customers-name = Der Name eines Kunden
phrase-a-tax-registration-number = Eine Umsatzsteuer-Identifikationsnummer
phrase-a-tax-code = Ein Steuercode
phrase-an-exemption-reason = Ein Befreiungsgrund
phrase-an-exemption-code = Ein Code des Befreiungsgrunds
phrase-a-standard-code = Ein Standardcode
phrase-a-products-name = Der Name eines Produkts
phrase-a-unit = Eine Einheit
phrase-a-contracts-name = Der Name eines Vertrags
phrase-a-lines-name = Der Name einer Zeile
phrase-a-milestones-name = Der Name eines Meilensteins
phrase-a-reference = Eine Referenz
phrase-a-schedules-name = Der Name eines Zeitplans
phrase-a-cron-expression = Ein Cron-Ausdruck
phrase-a-time-zone = Eine Zeitzone
phrase-a-companys-name = Der Name eines Unternehmens
phrase-a-text = Ein Text
phrase-an-electronic-address = Eine elektronische Adresse
phrase-a-logo = Ein Logo
phrase-the-hash-of-a-plan = Der Hash eines Plans

NOT_FOUND-number = Es gibt { no-record } { $given }.
NOT_FOUND-id = Es gibt { no-record } mit dieser ID.
NOT_FOUND-other-id = Dies ist nicht die ID { a-record }.
    .remedy = Nehmen Sie die ID aus einer Abfrage.
NOT_FOUND-draft-of-key = Der Entwurf, den der Idempotenzschlüssel { QUOTED($given) } angelegt oder geändert hat, wurde gelöscht.
    .remedy = Verwenden Sie für einen neuen Aufruf einen neuen Schlüssel.
INVALID_INPUT-id-twice = { this-record } ist zweimal genannt.
    .remedy = Nennen Sie jeden Eintrag einmal.
INVALID_INPUT-other-order = { $document } ist { given-order } und { expected-order }.
INVALID_INPUT-sales-order = { INVALID_INPUT-other-order }
    .remedy = Rechnen Sie Verkaufsaufträge mit postInvoices ab.
NOT_A_RETURN_ORDER-other-order = { INVALID_INPUT-other-order }
NOT_A_RETURN_ORDER-sales-order = { INVALID_INPUT-other-order }
    .remedy = Rechnen Sie Verkaufsaufträge mit postInvoices ab.

INVALID_INPUT-places = { $what } hat höchstens { $limit } Nachkommastellen; { $given } hat { $places }.
    .remedy = Runden Sie den Wert.
INVALID_INPUT-too-large = { $what } muss unter { $limit } liegen, nicht bei { $given }.
    .remedy = Teilen Sie den Wert in kleinere auf.
INVALID_INPUT-not-positive = { $what } muss über null liegen, nicht bei { $given }.
    .remedy = Geben Sie eine Zahl über null an.
INVALID_INPUT-negative = { $what } darf nicht negativ sein: { $given }.
    .remedy = Geben Sie null oder mehr an.
INVALID_INPUT-per-cent = { $what } ist ein Prozentsatz von 0 bis 100, nicht { $given }.
    .remedy = Schreiben Sie 25 für 25 %.
INVALID_INPUT-places-of-currency = { $what } hat in dieser Währung höchstens { $limit } Nachkommastellen; { $given } hat mehr.
    .remedy = Runden Sie auf die Nachkommastellen der Währung.
INVALID_INPUT-worth-too-much = { $what } ist { $given } wert; der Wert muss unter { $limit } liegen.
    .remedy = Teilen Sie den Wert in kleinere auf.
INVALID_INPUT-currency-in-capitals = Eine Währung wird in Großbuchstaben geschrieben: { $expected }, nicht { $given }.
    .remedy = Schreiben Sie { $expected }.
INVALID_INPUT-currency-unknown = { $given } ist nicht der ISO-4217-Code einer gültigen Währung.
    .remedy = Geben Sie einen Code wie NOK, EUR oder JPY an.

INVALID_INPUT-empty-list = { $what } ist leer.
    .remedy = Nennen Sie mindestens einen Eintrag.
INVALID_INPUT-empty-list-or-all = { $what } ist leer.
    .remedy = Nennen Sie die gemeinten, oder lassen Sie { $what } für alle weg.
INVALID_INPUT-too-many = { $what } hat höchstens { $limit } Einträge, nicht { $given }.
    .remedy = Nennen Sie die übrigen in weiteren Aufrufen.
INVALID_INPUT-too-many-members = { $what } hat höchstens { $limit } Einträge, nicht { $given }.
    .remedy = Senden Sie sie in Teilen.
INVALID_INPUT-empty-text = { $what } darf nicht leer sein.
    .remedy = Geben Sie einen Text an; Leerzeichen allein zählen nicht.
REASON_REQUIRED-empty-text = { $what } darf nicht leer sein.
    .remedy = Geben Sie einen Text an; Leerzeichen allein zählen nicht.
DISPOSITION_CODE_MISSING-empty-text = { $what } darf nicht leer sein.
    .remedy = Geben Sie einen Text an; Leerzeichen allein zählen nicht.
INVALID_INPUT-too-long = { $what } hat höchstens { $limit } Zeichen, nicht { $given }.
    .remedy = Kürzen Sie den Text.
INVALID_INPUT-control-characters-but-breaks = { $what } hat außer Tabulatoren und Zeilenumbrüchen keine Steuerzeichen; Zeichen { $at } ist { $given }.
    .remedy = Lassen Sie dieses Zeichen weg.
INVALID_INPUT-invisible-characters = { $what } ist eine Zeile ohne unsichtbare Zeichen; Zeichen { $at } ist { $given }.
    .remedy = Lassen Sie dieses Zeichen weg.
INVALID_INPUT-control-characters = { $what } ist eine Zeile ohne Steuerzeichen; Zeichen { $at } ist { $given }.
    .remedy = Lassen Sie dieses Zeichen weg.

INVALID_INPUT-key-length = Ein Idempotenzschlüssel hat 1 bis { $limit } Zeichen, nicht { $given }.
    .remedy = Geben Sie einen Schlüssel an, etwa eine zufällige UUID.
INVALID_INPUT-key-blank = Ein Idempotenzschlüssel besteht nicht nur aus Leerzeichen.
    .remedy = Geben Sie einen Schlüssel an, etwa eine zufällige UUID.
INVALID_INPUT-key-control-characters = Ein Idempotenzschlüssel hat keine Steuerzeichen.
    .remedy = Geben Sie einen Schlüssel an, etwa eine zufällige UUID.
IDEMPOTENCY_KEY_REUSED-other-input = Der Idempotenzschlüssel { QUOTED($given) } wurde bereits mit anderen Eingaben verwendet.
    .remedy = Verwenden Sie für einen neuen Aufruf einen neuen Schlüssel; um einen Aufruf zu wiederholen, senden Sie genau dieselben Eingaben.
IDEMPOTENCY_KEY_REUSED-twice = Der Idempotenzschlüssel { QUOTED($given) } ist zweimal angegeben.
    .remedy = Geben Sie jedem seinen eigenen Schlüssel.
CONCURRENT_UPDATE-records-moved = { COUNT($count) ->
    [one] { $count } Datensatz ({ $type }) hat
   *[other] { $count } Datensätze ({ $type }) haben
 } sich während der Buchung geändert.
    .remedy = Lesen Sie die Datensätze neu und wiederholen Sie den Aufruf.
CONCURRENT_UPDATE-draft-moved = Der Entwurf hat sich geändert: Seine Version ist { $current }, nicht { $expected }.
    .remedy = Lesen Sie die Rechnung neu und wiederholen Sie den Aufruf mit ihrer jetzigen Version.
PLAN_OUTDATED-plan = Der Plan hat sich geändert: Er kommt jetzt auf { $total } { $currency } in { COUNT($count) ->
    [one] { $count } Zeile
   *[other] { $count } Zeilen
 } mit Datum { $date } und dem Hash { $current }.
    .remedy = Fordern Sie den Plan neu an, sehen Sie ihn an und geben Sie seinen Hash an.
PLAN_OUTDATED-document = Der Plan hat sich geändert: Er kommt jetzt auf { $total } { $currency } in { COUNT($count) ->
    [one] { $count } Zeile
   *[other] { $count } Zeilen
 } mit Datum { $date }, gerichtet an { $buyer }, und mit dem Hash { $current }.
    .remedy = Fordern Sie den Plan neu an, sehen Sie ihn an und geben Sie seinen Hash an.
PLAN_OUTDATED-document-of-seller = Der Plan hat sich geändert: Er kommt jetzt auf { $total } { $currency } in { COUNT($count) ->
    [one] { $count } Zeile
   *[other] { $count } Zeilen
 } mit Datum { $date }, von { $seller } an { $buyer }, und mit dem Hash { $current }.
    .remedy = Fordern Sie den Plan neu an, sehen Sie ihn an und geben Sie seinen Hash an.
CORRECTION_BEFORE_ORIGINAL-before-original = { $name } wäre auf den { $given } datiert, vor { $document } vom { $date }, das damit berichtigt wird.
    .remedy = Geben Sie ein invoiceDate ab { $limit } an.
LEDGER_ACCOUNT_MISSING-account = Das Buchungsprofil hat kein Konto für { $postingType }, das diese Buchung braucht.
    .remedy = Legen Sie eines mit setPostingAccount fest.
CUSTOMER_BLOCKED-customer = Kunde { $document } ist gesperrt ({ $state }); das darf er nicht sein.
    .remedy = Heben Sie die Sperre mit updateCustomer auf.
PERIOD_NOT_OPEN-in-period = Am { $date } kann nichts gebucht werden. Die Buchungsperiode { $from } bis { $to } ist { $state }; sie muss OPEN sein.
    .remedy = Wählen Sie ein Datum in einer offenen Periode, oder öffnen Sie eine mit setFiscalPeriod.
PERIOD_NOT_OPEN-in-period-for-good = { PERIOD_NOT_OPEN-in-period }
    .remedy = Wählen Sie ein Datum in einer offenen Periode; diese ist endgültig geschlossen.
PERIOD_NOT_OPEN-before-period = Am { $date } kann nichts gebucht werden. Das Datum liegt in keiner Buchungsperiode und vor dem Ende von { $from } bis { $to }, die { $state } ist.
    .remedy = Wählen Sie ein Datum in einer offenen Periode, oder öffnen Sie eine mit setFiscalPeriod.
PERIOD_NOT_OPEN-before-period-for-good = { PERIOD_NOT_OPEN-before-period }
    .remedy = Wählen Sie ein Datum in einer offenen Periode; diese ist endgültig geschlossen.
DATE_BREAKS_CHRONOLOGY-later-document = { $type ->
    [INVOICE] Die letzte Rechnung
   *[CREDIT_NOTE] Die letzte Gutschrift
 } ist auf den { $limit } datiert; eine vom { $given } würde die Reihenfolge der Nummern brechen.
    .remedy = Wählen Sie { $limit } oder später.
phrase-document-of = Der Beleg zu { $order }
phrase-canceling-document = Der Beleg, der { $canceled } storniert,
