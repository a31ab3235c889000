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
INVALID_INPUT-page-too-long = { $document } har { $rows } rader, og en PDF høyst { $most }.
    .remedy = Ta HTML, eller en fil for maskiner.
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
KSEF-01 = { $is ->
    [missing] { $document } har ikke fått noe KSeF-nummer notert; en korreksjon må nevne det.
   *[none] Det som er notert som KSeF-nummeret til { $document }, er ikke noe slikt: { $number }.
}
KSEF-02 = { $is ->
    [elsewhere] FA(3) er for selgere i Polen.
    [missing] Selgeren har ikke noe NIP.
   *[wrong] Selgerens NIP { $number } er ikke gyldig.
}
KSEF-03 = { $is ->
    [missing] Avgift som denne krever kjøperens mva-nummer: for varer til et annet land i Unionen, et slikt lands.
    [changed] { $document } ble fakturert til kjøperens nummer { $number }, og FA(3) tar ingen korreksjon av den til et annet.
    [polish] Kjøperens NIP { $number } er ikke gyldig.
    [union] Kjøperens mva-nummer { $number } passer ikke i FA(3): høyst tolv bokstaver og sifre etter landets.
   *[other] Kjøperens mva-nummer { $number } er lengre enn FA(3) tar.
}
KSEF-04 = Kjøperen har ingen postadresse, eller bare et land.
KSEF-05 = { $is ->
    [missing] Det korrigerer eller krediterer, og oppgir ingen årsak.
   *[long] Årsaken har mer enn { $most } tegn.
}
KSEF-06 = Det er i { $currency }; FA(3) kan lages av dokumenter i PLN.
KSEF-07 = { $is ->
    [code] FA(3) har ingen sats som den på disse radene: { $line }.
    [words] Lovene som det er unntatt avgift etter, har til sammen mer enn { $most } tegn.
   *[law] Det er unntatt avgift, og sier ikke etter hvilken lov.
}
KSEF-08 = { $what ->
    [advances] FA(3) kan ennå ikke fortelle om forskudd: verken fakturerte, fratrukne eller korrigerte.
    [repeat] FA(3) kan ennå ikke fortelle om et dokument som gjentar et annet fordi en part var feil.
   *[mixed] FA(3) tar ikke solgte og tilbaketatte varer i ett dokument.
}
KSEF-09 = Radene gir { $given } i { $field }, og dokumentet { $expected }.
KSEF-10 = Filen er på { $given } byte; KSeF tar { $most }.
KSEF-11 = { $buyer } har verken NIP eller mva-nummer; filen sier at det ikke finnes noe.
KSEF-12 = Kontrollsifrene i KSeF-nummeret til { $document } er feil: { $number }.
KSEF-13 = Summen på { $amount } PLN kan kreve delt betaling (vedlegg 15), og det sier ikke filen.
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
REMEDY-ksef-number = Noter nummeret med recordExternalReference(system: "KSEF"); for et dokument som aldri var i KSeF, verdien NONE.
REMEDY-nip = Gi selgeren en polsk adresse og NIP med setCompany(address, vatNumber).
REMEDY-nip-of-buyer = Oppgi kjøperens NIP eller mva-nummer med updateCustomer(taxRegistrationNumber).
REMEDY-correction-reason = Oppgi årsaken: reason for korreksjonen, eller reasonCode for returordren.
REMEDY-zloty = Fakturer i PLN, eller send denne kunden det trykte dokumentet.
REMEDY-polish-codes = Gi linjen en taxCode på 23, 22, 8, 7, 5 eller 0 prosent eller av en annen kategori, en unntatt med sin lov: setTaxCode(exemptionReason).
REMEDY-polish-kinds = Poster solgte og tilbaketatte varer hver for seg; fakturer uten forskudd; der en part var feil, ta fakturaen tilbake med cancelInvoice og fakturer på nytt.
REMEDY-several = Fakturer det i flere dokumenter.
REMEDY-split-payment = Der vedlegg 15 gjelder, send dokumentet på en annen måte enn med denne filen.
REMEDY-decimals = EN 16931 tar beløp med høyst to desimaler: send kunden det trykte dokumentet.
REMEDY-rules = Installer dem: pip install 'rebill[rules]'
