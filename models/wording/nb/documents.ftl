# Filer av dokumenter: hva de trenger, og hva de ikke består.
ELECTRONIC_DOCUMENT_INVALID-rule = { $rule }: { $said } Dokumenter til { $customer } må bestå den{ GIVEN($term) ->
    [yes] {" "}({ $term })
   *[no] {""}
 }.
    .remedy = { $advice }
ELECTRONIC_RULES_MISSING-rules = { $customer } trenger et gyldig elektronisk dokument, og denne serveren har ingen regler installert til å kontrollere det med.
    .remedy = Installer { $extra }, eller slå kravet av: updateCustomer(requireElectronicDocument: false).
INVALID_INPUT-no-format = Det er ikke oppgitt noe format.
    .remedy = Oppgi minst ett format i electronic eller print.
INVOICE_NOT_CONFIRMED-to-issue = { $name } er { $state }; filer lages av posterte dokumenter.
    .remedy = Bekreft den først (confirmInvoice).
DOCUMENT_INCOMPLETE-rules = Dokumentet kan ikke sendes elektronisk: det består ikke { $rules }.
# Hva et dokument mangler: våre egne regler, og hva som retter en regel som ikke er oppfylt, vår eller offisiell.
REBILL-01 = En kreditnota er på { $amount } { $currency }, og den kan ikke være negativ: det som skyldes mer, hører hjemme på en faktura.
REBILL-02 = Det krediterer, korrigerer eller trekker fra, og nevner ikke dokumentet som kom før det.
REBILL-03 = Avgiftskategorien for { $what } er ikke kjent.
REBILL-04 = { $amount } { $currency } skal betales, og det er verken forfallsdato eller betalingsbetingelser.
REBILL-05 = { $term } er { $given }, og dokumentets eget tall er { $expected }.
REBILL-06 = { $only ->
    [german] Bare mellom to tyske parter er en faktura som korrigerer en annen, en 384.
   *[other] Bare en faktura som ikke fakturerer annet enn forskudd, er en { $code }.
}
REBILL-07 = Kontrollsifrene i { $number } er feil.
REBILL-08 = Linje { $line } er på { $given }, mens antall, pris, avslag og tillegg gir { $expected }.
REBILL-09 = { $amount } { $currency } skal betales, og det er ikke oppgitt noen konto.
REBILL-10 = { $what } ble ikke kopiert da dokumentet ble bokført; dagens verdi vises.
RULES-missing = De offisielle reglene er ikke installert, så det er ikke kjent at noe er gyldig.

phrase-line-of = linje { $line }
phrase-lines-of = linjene { AND($line) }
phrase-charge-of = gebyret { $description }

REMEDY-see = Se docs/electronic-documents.md.
REMEDY-company = Gjør selgeren fullstendig med setCompany.
REMEDY-accounts = Oppgi en konto med setCompany(bankAccounts).
REMEDY-company-electronic = Oppgi selgerens electronicAddress med setCompany.
REMEDY-customer = Gjør kunden fullstendig med updateCustomer(address, taxRegistrationNumber).
REMEDY-customer-electronic = Oppgi kundens electronicAddress med updateCustomer.
REMEDY-payment-terms = Oppgi kundens paymentTermsDays med updateCustomer.
REMEDY-country-letters = La nummeret begynne med landets bokstaver: setCompany(vatNumber), eller updateCustomer(taxRegistrationNumber).
REMEDY-numbers = Oppgi riktig nummer: setCompany(vatNumber, bankAccounts), eller updateCustomer(taxRegistrationNumber).
REMEDY-unit = Gi produktet en enhet som står for en UN/ECE-kode: updateProduct(unit).
REMEDY-tax-code = Gi linjen, gebyret, produktet eller kunden en taxCode.
REMEDY-rounding = Avrund avgiften én gang for hver sats med setCompany(taxRounding: RATE), eller rett avgiftsbeløpene som er tastet inn.
REMEDY-exemption-reason = Gi avgiftskoden en begrunnelse: setTaxCode(exemptionReason).
REMEDY-packing-slip = Bokfør leveringen med postPackingSlip, så dagen er kjent.
REMEDY-delivery-address = Gi ordren en deliveryAddress med land, eller kunden med updateCustomer.
REMEDY-preceding = Returner selve fakturalinjen, eller nevn fakturaen med createReturnOrder(precedingInvoices).
REMEDY-reference = Gi ordren en buyerReference eller et purchaseOrderNumber, eller kunden en buyerReference.
REMEDY-decimals = EN 16931 tar beløp med høyst to desimaler: send kunden det trykte dokumentet.
REMEDY-rules = Installer dem: pip install 'rebill[rules]'
