# Det enhver kommando kan få til svar: poster der nævnes, tal, tekster og lister, nøgler og versioner.

a-record = { $type ->
    [Order] en ordre
    [ReturnOrder] en returordre
    [Invoice] en faktura
    [Customer] en kunde
    [Product] et produkt
    [ContractLine] en kontraktlinje
    [Actual] en postering
    [Milestone] en milepæl
    [Retainer] et forskud
    [InvoiceLine] en fakturalinje
    [InvoiceLineDetail] en fakturalinjedetalje
    [PackingSlip] en følgeseddel
    [ReturnOrderLine] en returordrelinje
    [OrderLine] en linje på ordren
    [PostingRun] en bogføringskørsel
    [RunSchedule] en tidsplan
    [Settlement] en udligning
    [Approval] en anmodning om godkendelse
   *[other] en post
 }
no-record = { $type ->
    [Order] ingen ordre
    [ReturnOrder] ingen returordre
    [Invoice] ingen faktura
    [Customer] ingen kunde
    [Product] intet produkt
    [ContractLine] ingen kontraktlinje
    [Actual] ingen postering
    [Milestone] ingen milepæl
    [Retainer] intet forskud
    [InvoiceLine] ingen fakturalinje
    [InvoiceLineDetail] ingen fakturalinjedetalje
    [PackingSlip] ingen følgeseddel
    [ReturnOrderLine] ingen returordrelinje
    [OrderLine] ingen linje på ordren
    [PostingRun] ingen bogføringskørsel
    [RunSchedule] ingen tidsplan
    [Settlement] ingen udligning
    [Approval] ingen anmodning om godkendelse
   *[other] ingen post
 }
this-record = { $type ->
    [ContractLine] Denne kontraktlinje
    [Actual] Denne postering
    [Milestone] Denne milepæl
    [Retainer] Dette forskud
    [InvoiceLine] Denne fakturalinje
    [InvoiceLineDetail] Denne fakturalinjedetalje
    [PackingSlip] Denne følgeseddel
    [ReturnOrderLine] Denne returordrelinje
    [OrderLine] Denne linje på ordren
   *[other] Denne post
 }
given-order = { $given ->
    [SALES_ORDER] en salgsordre
    [RETURN_ORDER] en returordre
   *[PROJECT_CONTRACT] en projektkontrakt
 }
expected-order = { $expected ->
    [SALES_ORDER] en salgsordre
    [RETURN_ORDER] en returordre
   *[PROJECT_CONTRACT] en projektkontrakt
 }
phrase-invoice = Faktura { $document }
phrase-draft = Fakturaudkast til { $customer } på { $order } af { $made }
phrase-line = Linje { $line } ({ $description }) på { $document }
phrase-retainer = Forskuddet »{ $retainer }«

phrase-a-quantity = Et antal
phrase-a-billable-quantity = Et fakturerbart antal
phrase-a-unit-price = En enhedspris
phrase-a-unit-cost = En enhedskostpris
phrase-a-sales-price = En salgspris
phrase-a-cost-price = En kostpris
phrase-a-price-factor = En prisfaktor
phrase-a-discount = En rabat
phrase-a-tax-rate = En momssats
phrase-a-tax-amount = Et momsbeløb
phrase-a-share = En andel
phrase-a-limit = En grænse
phrase-the-limit = Grænsen
phrase-an-amount = Et beløb
phrase-a-charge = Et gebyr
phrase-a-fixed-charge = Et fast gebyr
phrase-a-line = En linje
phrase-a-detail = En detalje
phrase-the-lines-cost = Linjens kostpris
phrase-the-lines-net-amount = Linjens nettobeløb
phrase-the-replacement = Erstatningen
phrase-a-number = Et nummer
phrase-a-code = En kode
phrase-a-currency = En valuta
phrase-an-account = En konto
phrase-an-accounts-name = Navnet på en konto
phrase-a-description = En beskrivelse
phrase-a-reason = En begrundelse
phrase-a-keys-name = Navnet på en nøgle
phrase-an-owner = En ejer
phrase-a-policys-name = Navnet på en regel
phrase-a-reason-code = En årsagskode
phrase-a-disposition-code = En dispositionskode
phrase-a-customers-name = Navnet på en kunde
phrase-a-tax-registration-number = Et momsregistreringsnummer
phrase-a-tax-code = En momskode
phrase-an-exemption-reason = En fritagelsesgrund
phrase-an-exemption-code = En kode for fritagelsesgrund
phrase-a-standard-code = En standardkode
phrase-a-products-name = Navnet på et produkt
phrase-a-unit = En enhed
phrase-a-contracts-name = Navnet på en kontrakt
phrase-a-lines-name = Navnet på en linje
phrase-a-milestones-name = Navnet på en milepæl
phrase-a-reference = En reference
phrase-a-schedules-name = Navnet på en tidsplan
phrase-a-cron-expression = Et cron-udtryk
phrase-a-time-zone = En tidszone
phrase-a-companys-name = En virksomheds navn
phrase-a-text = En tekst
phrase-an-electronic-address = En elektronisk adresse
phrase-a-logo = Et logo
phrase-the-hash-of-a-plan = Hashen af en plan

NOT_FOUND-number = Der findes { no-record } { $given }.
NOT_FOUND-id = Der findes { no-record } med dette id.
NOT_FOUND-other-id = Dette er ikke id'et på { a-record }.
    .remedy = Hent id'et fra en forespørgsel.
NOT_FOUND-draft-of-key = Udkastet, som idempotensnøglen { QUOTED($given) } lavede eller ændrede, er slettet.
    .remedy = Brug en ny nøgle til et nyt kald.
INVALID_INPUT-id-twice = { this-record } er nævnt to gange.
    .remedy = Nævn hver af dem én gang.
INVALID_INPUT-other-order = { $document } er { given-order }, ikke { expected-order }.
INVALID_INPUT-sales-order = { INVALID_INPUT-other-order }
    .remedy = Fakturer salgsordrer med postInvoices.
NOT_A_RETURN_ORDER-other-order = { INVALID_INPUT-other-order }
NOT_A_RETURN_ORDER-sales-order = { INVALID_INPUT-other-order }
    .remedy = Fakturer salgsordrer med postInvoices.

INVALID_INPUT-places = { $what } har højst { $limit } decimaler; { $given } har { $places }.
    .remedy = Afrund det.
INVALID_INPUT-too-large = { $what } skal være under { $limit }, ikke { $given }.
    .remedy = Del det op i mindre dele.
INVALID_INPUT-not-positive = { $what } skal være over nul, ikke { $given }.
    .remedy = Angiv et tal over nul.
INVALID_INPUT-negative = { $what } må ikke være negativ, som { $given } er.
    .remedy = Angiv nul eller mere.
INVALID_INPUT-per-cent = { $what } er en procent fra 0 til 100, ikke { $given }.
    .remedy = Skriv 25 for 25 %.
INVALID_INPUT-places-of-currency = { $what } har højst { $limit } decimaler i denne valuta; { $given } har flere.
    .remedy = Afrund det til valutaens decimaler.
INVALID_INPUT-worth-too-much = { $what } er { $given } værd; det skal være under { $limit }.
    .remedy = Del det op i mindre dele.
INVALID_INPUT-currency-in-capitals = En valuta skrives med store bogstaver: { $expected }, ikke { $given }.
    .remedy = Skriv { $expected }.
INVALID_INPUT-currency-unknown = { $given } er ikke ISO 4217-koden for en valuta i brug.
    .remedy = Angiv en kode som NOK, EUR eller JPY.

INVALID_INPUT-empty-list = { $what } er tom.
    .remedy = Nævn mindst én.
INVALID_INPUT-empty-list-or-all = { $what } er tom.
    .remedy = Nævn dem, der menes, eller udelad { $what } for alle.
INVALID_INPUT-too-many = { $what } har højst { $limit } elementer, ikke { $given }.
    .remedy = Nævn de andre i flere kald.
INVALID_INPUT-too-many-members = { $what } har højst { $limit } elementer, ikke { $given }.
    .remedy = Send dem i dele.
INVALID_INPUT-empty-text = { $what } må ikke være tom.
    .remedy = Angiv en tekst; mellemrum alene tæller ikke.
REASON_REQUIRED-empty-text = { $what } må ikke være tom.
    .remedy = Angiv en tekst; mellemrum alene tæller ikke.
DISPOSITION_CODE_MISSING-empty-text = { $what } må ikke være tom.
    .remedy = Angiv en tekst; mellemrum alene tæller ikke.
INVALID_INPUT-too-long = { $what } har højst { $limit } tegn, ikke { $given }.
    .remedy = Forkort teksten.
INVALID_INPUT-control-characters-but-breaks = { $what } har ingen andre kontroltegn end tabulator og linjeskift; tegn { $at } er { $given }.
    .remedy = Udelad det tegn.
INVALID_INPUT-invisible-characters = { $what } er én linje uden usynlige tegn; tegn { $at } er { $given }.
    .remedy = Udelad det tegn.
INVALID_INPUT-control-characters = { $what } er én linje uden kontroltegn; tegn { $at } er { $given }.
    .remedy = Udelad det tegn.

INVALID_INPUT-key-length = En idempotensnøgle har 1 til { $limit } tegn, ikke { $given }.
    .remedy = Angiv en nøgle, f.eks. et tilfældigt UUID.
INVALID_INPUT-key-blank = En idempotensnøgle er ikke kun mellemrum.
    .remedy = Angiv en nøgle, f.eks. et tilfældigt UUID.
INVALID_INPUT-key-control-characters = En idempotensnøgle har ingen kontroltegn.
    .remedy = Angiv en nøgle, f.eks. et tilfældigt UUID.
IDEMPOTENCY_KEY_REUSED-other-input = Idempotensnøglen { QUOTED($given) } er allerede brugt med andre inddata.
    .remedy = Brug en ny nøgle til et nyt kald; send nøjagtig de samme inddata for at gentage et kald.
IDEMPOTENCY_KEY_REUSED-twice = Idempotensnøglen { QUOTED($given) } er angivet to gange.
    .remedy = Giv hver sin egen nøgle.
CONCURRENT_UPDATE-records-moved = { COUNT($count) ->
    [one] { $count } post ({ $type })
   *[other] { $count } poster ({ $type })
 } blev ændret, mens dette blev bogført.
    .remedy = Læs posterne igen og gentag kaldet.
CONCURRENT_UPDATE-draft-moved = Udkastet er ændret siden: dets version er { $current }, ikke { $expected }.
    .remedy = Læs fakturaen igen og gentag kaldet med dens nuværende version.
PLAN_OUTDATED-plan = Planen er ændret: den lyder nu på { $total } { $currency } på { COUNT($count) ->
    [one] { $count } linje
   *[other] { $count } linjer
 }, dateret { $date }, med hash { $current }.
    .remedy = Bed om planen igen, se på den, og angiv dens hash.
PLAN_OUTDATED-document = Planen er ændret: den lyder nu på { $total } { $currency } på { COUNT($count) ->
    [one] { $count } linje
   *[other] { $count } linjer
 }, dateret { $date }, faktureret til { $buyer }, med hash { $current }.
    .remedy = Bed om planen igen, se på den, og angiv dens hash.
PLAN_OUTDATED-document-of-seller = Planen er ændret: den lyder nu på { $total } { $currency } på { COUNT($count) ->
    [one] { $count } linje
   *[other] { $count } linjer
 }, dateret { $date }, solgt af { $seller } til { $buyer }, med hash { $current }.
    .remedy = Bed om planen igen, se på den, og angiv dens hash.
CORRECTION_BEFORE_ORIGINAL-before-original = { $name } ville blive dateret { $given }, før { $document } af { $date }, som den retter.
    .remedy = Angiv en invoiceDate fra og med { $limit }.
LEDGER_ACCOUNT_MISSING-account = Bogføringsprofilen har ingen konto til { $postingType }, som denne bogføring skal bruge.
    .remedy = Angiv en med setPostingAccount.
CUSTOMER_BLOCKED-customer = Kunde { $document } er spærret ({ $state }), og det må den ikke være.
    .remedy = Ophæv spærringen med updateCustomer.
PERIOD_NOT_OPEN-in-period = Intet kan bogføres på { $date }. Regnskabsperioden { $from } til { $to } er { $state }; den skal være OPEN.
    .remedy = Vælg en dato i en åben periode, eller åbn en med setFiscalPeriod.
PERIOD_NOT_OPEN-in-period-for-good = { PERIOD_NOT_OPEN-in-period }
    .remedy = Vælg en dato i en åben periode; denne er lukket for altid.
PERIOD_NOT_OPEN-before-period = Intet kan bogføres på { $date }. Datoen er ikke i nogen regnskabsperiode, og før slutningen af { $from } til { $to }, som er { $state }.
    .remedy = Vælg en dato i en åben periode, eller åbn en med setFiscalPeriod.
PERIOD_NOT_OPEN-before-period-for-good = { PERIOD_NOT_OPEN-before-period }
    .remedy = Vælg en dato i en åben periode; denne er lukket for altid.
DATE_BREAKS_CHRONOLOGY-later-document = { $type ->
    [INVOICE] Den sidste faktura
   *[CREDIT_NOTE] Den sidste kreditnota
 } er dateret { $limit }; en dateret { $given } ville bryde nummerrækkefølgen.
    .remedy = Vælg { $limit } eller senere.
phrase-document-of = Dokumentet til { $order }
phrase-canceling-document = Dokumentet, der annullerer { $canceled },
