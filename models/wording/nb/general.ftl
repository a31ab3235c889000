# Det enhver kommando kan få til svar: poster som navngis, tall, tekster og lister, nøkler og versjoner.

a-record = { $type ->
    [Order] en ordre
    [ReturnOrder] en returordre
    [Invoice] en faktura
    [Customer] en kunde
    [Product] et produkt
    [ContractLine] en kontraktslinje
    [Actual] en faktisk postering
    [Milestone] en milepæl
    [Retainer] et forskudd
    [InvoiceLine] en fakturalinje
    [InvoiceLineDetail] en fakturalinjedetalj
    [PackingSlip] en følgeseddel
    [ReturnOrderLine] en returordrelinje
    [OrderLine] en linje på ordren
    [PostingRun] en posteringskjøring
    [RunSchedule] en tidsplan
    [Settlement] en utligning
    [Approval] en forespørsel om godkjenning
   *[other] en post
 }
no-record = { $type ->
    [Order] ingen ordre
    [ReturnOrder] ingen returordre
    [Invoice] ingen faktura
    [Customer] ingen kunde
    [Product] ikke noe produkt
    [ContractLine] ingen kontraktslinje
    [Actual] ingen faktisk postering
    [Milestone] ingen milepæl
    [Retainer] ikke noe forskudd
    [InvoiceLine] ingen fakturalinje
    [InvoiceLineDetail] ingen fakturalinjedetalj
    [PackingSlip] ingen følgeseddel
    [ReturnOrderLine] ingen returordrelinje
    [OrderLine] ingen linje på ordren
    [PostingRun] ingen posteringskjøring
    [RunSchedule] ingen tidsplan
    [Settlement] ingen utligning
    [Approval] ingen forespørsel om godkjenning
   *[other] ingen post
 }
this-record = { $type ->
    [ContractLine] Denne kontraktslinjen
    [Actual] Denne faktiske posteringen
    [Milestone] Denne milepælen
    [Retainer] Dette forskuddet
    [InvoiceLine] Denne fakturalinjen
    [InvoiceLineDetail] Denne fakturalinjedetaljen
    [PackingSlip] Denne følgeseddelen
    [ReturnOrderLine] Denne returordrelinjen
    [OrderLine] Denne linjen på ordren
   *[other] Denne posten
 }
given-order = { $given ->
    [SALES_ORDER] en salgsordre
    [RETURN_ORDER] en returordre
   *[PROJECT_CONTRACT] en prosjektkontrakt
 }
expected-order = { $expected ->
    [SALES_ORDER] en salgsordre
    [RETURN_ORDER] en returordre
   *[PROJECT_CONTRACT] en prosjektkontrakt
 }
phrase-invoice = Faktura { $document }
phrase-draft = Fakturautkast for { $customer } på { $order } av { $made }
phrase-line = Linje { $line } ({ $description }) på { $document }
phrase-retainer = Forskuddet «{ $retainer }»

phrase-a-quantity = Et antall
phrase-a-billable-quantity = Et fakturerbart antall
phrase-a-unit-price = En enhetspris
phrase-a-unit-cost = En enhetskostnad
phrase-a-sales-price = En salgspris
phrase-a-cost-price = En kostpris
phrase-a-price-factor = En prisfaktor
phrase-a-discount = En rabatt
phrase-a-tax-rate = En avgiftssats
phrase-a-tax-amount = Et avgiftsbeløp
phrase-a-share = En andel
phrase-a-limit = En grense
phrase-the-limit = Grensen
phrase-an-amount = Et beløp
phrase-a-charge = Et gebyr
phrase-a-fixed-charge = Et fast gebyr
phrase-a-line = En linje
phrase-a-detail = En detalj
phrase-the-lines-cost = Linjens kostnad
phrase-the-lines-net-amount = Linjens nettobeløp
phrase-the-replacement = Erstatningen
phrase-a-number = Et nummer
phrase-a-code = En kode
phrase-a-currency = En valuta
phrase-an-account = En konto
phrase-an-accounts-name = Navnet på en konto
phrase-a-description = En beskrivelse
phrase-a-reason = En begrunnelse
phrase-a-keys-name = Navnet på en nøkkel
phrase-an-owner = En eier
phrase-a-policys-name = Navnet på en regel
phrase-a-reason-code = En årsakskode
phrase-a-disposition-code = En disponeringskode
phrase-a-customers-name = Navnet på en kunde
phrase-a-tax-registration-number = Et organisasjonsnummer for avgift
phrase-a-tax-code = En avgiftskode
phrase-an-exemption-reason = En fritaksgrunn
phrase-an-exemption-code = En kode for fritaksgrunn
phrase-a-standard-code = En standardkode
phrase-a-products-name = Navnet på et produkt
phrase-a-unit = En enhet
phrase-a-contracts-name = Navnet på en kontrakt
phrase-a-lines-name = Navnet på en linje
phrase-a-milestones-name = Navnet på en milepæl
phrase-a-reference = En referanse
phrase-a-schedules-name = Navnet på en tidsplan
phrase-a-cron-expression = Et cron-uttrykk
phrase-a-time-zone = En tidssone
phrase-a-companys-name = Et selskaps navn
phrase-a-text = En tekst
phrase-an-electronic-address = En elektronisk adresse
phrase-a-logo = En logo
phrase-the-hash-of-a-plan = Hashen til en plan

NOT_FOUND-number = Det finnes { no-record } { $given }.
NOT_FOUND-id = Det finnes { no-record } med denne id-en.
NOT_FOUND-other-id = Dette er ikke id-en til { a-record }.
    .remedy = Hent id-en fra en spørring.
NOT_FOUND-draft-of-key = Utkastet som idempotensnøkkelen { QUOTED($given) } laget eller endret, er slettet.
    .remedy = Bruk en ny nøkkel for et nytt kall.
INVALID_INPUT-id-twice = { this-record } er nevnt to ganger.
    .remedy = Nevn hver av dem én gang.
INVALID_INPUT-other-order = { $document } er { given-order }, ikke { expected-order }.
INVALID_INPUT-sales-order = { INVALID_INPUT-other-order }
    .remedy = Fakturer salgsordrer med postInvoices.
NOT_A_RETURN_ORDER-other-order = { INVALID_INPUT-other-order }
NOT_A_RETURN_ORDER-sales-order = { INVALID_INPUT-other-order }
    .remedy = Fakturer salgsordrer med postInvoices.

INVALID_INPUT-places = { $what } har høyst { $limit } desimaler; { $given } har { $places }.
    .remedy = Rund det av.
INVALID_INPUT-too-large = { $what } må være under { $limit }, ikke { $given }.
    .remedy = Del det opp i mindre deler.
INVALID_INPUT-not-positive = { $what } må være over null, ikke { $given }.
    .remedy = Oppgi et tall over null.
INVALID_INPUT-negative = { $what } kan ikke være negativt, som { $given } er.
    .remedy = Oppgi null eller mer.
INVALID_INPUT-per-cent = { $what } er en prosentsats fra 0 til 100, ikke { $given }.
    .remedy = Skriv 25 for 25 %.
INVALID_INPUT-places-of-currency = { $what } har høyst { $limit } desimaler i denne valutaen; { $given } har flere.
    .remedy = Rund det av til valutaens desimaler.
INVALID_INPUT-worth-too-much = { $what } er verdt { $given }; verdien må være under { $limit }.
    .remedy = Del det opp i mindre deler.
INVALID_INPUT-currency-in-capitals = En valuta skrives med store bokstaver: { $expected }, ikke { $given }.
    .remedy = Skriv { $expected }.
INVALID_INPUT-currency-unknown = { $given } er ikke ISO 4217-koden til en valuta i bruk.
    .remedy = Oppgi en kode som NOK, EUR eller JPY.

INVALID_INPUT-empty-list = { $what } er tom.
    .remedy = Nevn minst én.
INVALID_INPUT-empty-list-or-all = { $what } er tom.
    .remedy = Nevn dem som menes, eller utelat { $what } for alle.
INVALID_INPUT-too-many = { $what } har høyst { $limit } elementer, ikke { $given }.
    .remedy = Nevn de andre i flere kall.
INVALID_INPUT-too-many-members = { $what } har høyst { $limit } elementer, ikke { $given }.
    .remedy = Send dem i deler.
INVALID_INPUT-empty-text = { $what } kan ikke være tom.
    .remedy = Oppgi en tekst; bare mellomrom teller ikke.
REASON_REQUIRED-empty-text = { $what } kan ikke være tom.
    .remedy = Oppgi en tekst; bare mellomrom teller ikke.
DISPOSITION_CODE_MISSING-empty-text = { $what } kan ikke være tom.
    .remedy = Oppgi en tekst; bare mellomrom teller ikke.
INVALID_INPUT-too-long = { $what } har høyst { $limit } tegn, ikke { $given }.
    .remedy = Forkort teksten.
INVALID_INPUT-control-characters-but-breaks = { $what } har ingen andre kontrolltegn enn tabulator og linjeskift; tegn { $at } er { $given }.
    .remedy = Utelat dette tegnet.
INVALID_INPUT-invisible-characters = { $what } er én linje uten usynlige tegn; tegn { $at } er { $given }.
    .remedy = Utelat dette tegnet.
INVALID_INPUT-control-characters = { $what } er én linje uten kontrolltegn; tegn { $at } er { $given }.
    .remedy = Utelat dette tegnet.

INVALID_INPUT-key-length = En idempotensnøkkel har 1 til { $limit } tegn, ikke { $given }.
    .remedy = Oppgi en nøkkel, for eksempel en tilfeldig UUID.
INVALID_INPUT-key-blank = En idempotensnøkkel er ikke bare mellomrom.
    .remedy = Oppgi en nøkkel, for eksempel en tilfeldig UUID.
INVALID_INPUT-key-control-characters = En idempotensnøkkel har ingen kontrolltegn.
    .remedy = Oppgi en nøkkel, for eksempel en tilfeldig UUID.
IDEMPOTENCY_KEY_REUSED-other-input = Idempotensnøkkelen { QUOTED($given) } er allerede brukt med andre inndata.
    .remedy = Bruk en ny nøkkel for et nytt kall; send nøyaktig de samme inndataene for å gjenta et kall.
IDEMPOTENCY_KEY_REUSED-twice = Idempotensnøkkelen { QUOTED($given) } er oppgitt to ganger.
    .remedy = Gi hver sin egen nøkkel.
CONCURRENT_UPDATE-records-moved = { COUNT($count) ->
    [one] { $count } post ({ $type })
   *[other] { $count } poster ({ $type })
 } ble endret mens dette ble postert.
    .remedy = Les postene på nytt og gjenta kallet.
CONCURRENT_UPDATE-draft-moved = Utkastet er endret siden sist: versjonen er { $current }, ikke { $expected }.
    .remedy = Les fakturaen på nytt og gjenta kallet med den nåværende versjonen.
PLAN_OUTDATED-plan = Planen er endret: nå er summen { $total } { $currency } på { COUNT($count) ->
    [one] { $count } linje
   *[other] { $count } linjer
 }, datert { $date }, med hash { $current }.
    .remedy = Be om planen på nytt, se på den, og oppgi hashen.
PLAN_OUTDATED-document = Planen er endret: nå er summen { $total } { $currency } på { COUNT($count) ->
    [one] { $count } linje
   *[other] { $count } linjer
 }, datert { $date }, fakturert til { $buyer }, med hash { $current }.
    .remedy = Be om planen på nytt, se på den, og oppgi hashen.
PLAN_OUTDATED-document-of-seller = Planen er endret: nå er summen { $total } { $currency } på { COUNT($count) ->
    [one] { $count } linje
   *[other] { $count } linjer
 }, datert { $date }, solgt av { $seller } til { $buyer }, med hash { $current }.
    .remedy = Be om planen på nytt, se på den, og oppgi hashen.
CORRECTION_BEFORE_ORIGINAL-before-original = { $name } ville bli datert { $given }, før { $document } av { $date }, som det retter.
    .remedy = Oppgi en invoiceDate fra og med { $limit }.
LEDGER_ACCOUNT_MISSING-account = Posteringsprofilen har ingen konto for { $postingType }, som denne posteringen trenger.
    .remedy = Oppgi en med setPostingAccount.
CUSTOMER_BLOCKED-customer = Kunde { $document } er sperret ({ $state }), og kan ikke være det.
    .remedy = Opphev sperren med updateCustomer.
PERIOD_NOT_OPEN-in-period = Ingenting kan posteres på { $date }. Regnskapsperioden { $from } til { $to } er { $state }; den må være OPEN.
    .remedy = Velg en dato i en åpen periode, eller åpne en med setFiscalPeriod.
PERIOD_NOT_OPEN-in-period-for-good = { PERIOD_NOT_OPEN-in-period }
    .remedy = Velg en dato i en åpen periode; denne er lukket for godt.
PERIOD_NOT_OPEN-before-period = Ingenting kan posteres på { $date }. Datoen er ikke i noen regnskapsperiode, og før slutten av { $from } til { $to }, som er { $state }.
    .remedy = Velg en dato i en åpen periode, eller åpne en med setFiscalPeriod.
PERIOD_NOT_OPEN-before-period-for-good = { PERIOD_NOT_OPEN-before-period }
    .remedy = Velg en dato i en åpen periode; denne er lukket for godt.
DATE_BREAKS_CHRONOLOGY-later-document = { $type ->
    [INVOICE] Den siste fakturaen
   *[CREDIT_NOTE] Den siste kreditnotaen
 } er datert { $limit }; en datert { $given } ville bryte nummerrekkefølgen.
    .remedy = Velg { $limit } eller senere.
phrase-document-of = Dokumentet til { $order }
phrase-canceling-document = Dokumentet som annullerer { $canceled }
