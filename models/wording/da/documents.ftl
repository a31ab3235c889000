# Filer af dokumenter: hvad de behøver, og hvad de ikke består.
ELECTRONIC_DOCUMENT_INVALID-rule = { $rule }: { $said } Dokumenter til { $customer } skal bestå den{ GIVEN($term) ->
    [yes] {" "}({ $term })
   *[no] {""}
 }.
    .remedy = { $advice }
ELECTRONIC_RULES_MISSING-rules = { $customer } skal have et gyldigt elektronisk dokument, og denne server har ingen regler installeret til at kontrollere det med.
    .remedy = Installer { $extra }, eller slå kravet fra: updateCustomer(requireElectronicDocument: false).
INVALID_INPUT-no-format = Der er ikke angivet noget format.
    .remedy = Angiv mindst ét format i electronic eller print.
INVALID_INPUT-page-too-long = { $document } har { $rows } rækker, og en PDF højst { $most }.
    .remedy = Tag HTML, eller en fil til maskiner.
INVOICE_NOT_CONFIRMED-to-issue = { $name } er { $state }; filer laves af bogførte dokumenter.
    .remedy = Bekræft den først (confirmInvoice).
DOCUMENT_INCOMPLETE-rules = Dokumentet kan ikke sendes elektronisk: det består ikke { $rules }.
# Hvad et dokument mangler: vores egne regler, og hvad der retter en regel, som ikke er opfyldt, vores eller officiel.
REBILL-01 = En kreditnota lyder på { $amount } { $currency }, og den må ikke være negativ: det, der skyldes mere, hører til på en faktura.
REBILL-02 = Det krediterer, retter eller fratrækker og nævner ikke dokumentet, som kom før det.
REBILL-03 = Momskategorien for { $what } er ikke kendt.
REBILL-04 = { $amount } { $currency } skal betales, og der er hverken forfaldsdato eller betalingsbetingelser.
REBILL-05 = { $term } er { $given }, og dokumentets eget tal er { $expected }.
REBILL-06 = { $only ->
    [german] Kun mellem to tyske parter er en faktura, der retter en anden, en 384.
   *[other] Kun en faktura, der ikke fakturerer andet end forskud, er en { $code }.
}
REBILL-07 = Kontrolcifrene i { $number } er forkerte.
REBILL-08 = Linje { $line } lyder på { $given }, mens antal, pris, rabat og tillæg giver { $expected }.
REBILL-09 = { $amount } { $currency } skal betales, og der er ikke oplyst nogen konto.
REBILL-10 = { $what } blev ikke kopieret, da dokumentet blev bogført; dagens værdi vises.
KSEF-01 = { $is ->
    [missing] { $document } har ikke fået noteret noget KSeF-nummer; en korrektion skal nævne det.
   *[none] Det, der er noteret som KSeF-nummeret på { $document }, er ikke et: { $number }.
}
KSEF-02 = { $is ->
    [elsewhere] FA(3) er for sælgere i Polen.
    [missing] Sælgeren har intet NIP.
   *[wrong] Sælgerens NIP { $number } er ikke gyldigt.
}
KSEF-03 = { $is ->
    [missing] Moms som denne kræver køberens momsnummer: for varer til et andet land i Unionen et sådant lands.
    [changed] { $document } blev faktureret til køberens nummer { $number }, og FA(3) tager ingen korrektion af den til et andet.
    [polish] Køberens NIP { $number } er ikke gyldigt.
    [union] Køberens momsnummer { $number } passer ikke i FA(3): højst tolv bogstaver og cifre efter landets.
   *[other] Køberens momsnummer { $number } er længere, end FA(3) tager.
}
KSEF-04 = Køberen har ingen postadresse, eller kun et land.
KSEF-05 = { $is ->
    [missing] Det korrigerer eller krediterer og angiver ingen årsag.
   *[long] Årsagen har mere end { $most } tegn.
}
KSEF-06 = Det er i { $currency }; FA(3) kan laves af dokumenter i PLN.
KSEF-07 = { $is ->
    [code] FA(3) har ingen sats som den på disse rækker: { $line }.
    [words] Lovene, som det er fritaget for moms efter, har tilsammen mere end { $most } tegn.
   *[law] Det er fritaget for moms og siger ikke efter hvilken lov.
}
KSEF-08 = { $what ->
    [advances] FA(3) kan endnu ikke fortælle om forudbetalinger: hverken fakturerede, fratrukne eller korrigerede.
    [repeat] FA(3) kan endnu ikke fortælle om et dokument, der gentager et andet, fordi en part var forkert.
   *[mixed] FA(3) tager ikke solgte og tilbagetagne varer i ét dokument.
}
KSEF-09 = Rækkerne giver { $given } i { $field } og dokumentet { $expected }.
KSEF-10 = Filen er på { $given } byte; KSeF tager { $most }.
KSEF-11 = { $buyer } har hverken NIP eller momsnummer; filen siger, at der ikke er noget.
KSEF-12 = Kontrolcifrene i KSeF-nummeret på { $document } er forkerte: { $number }.
KSEF-13 = Summen på { $amount } PLN kan kræve delt betaling (bilag 15), og det siger filen ikke.
RULES-missing = De officielle regler er ikke installeret, så det er ikke kendt, at noget er gyldigt.

phrase-line-of = linje { $line }
phrase-lines-of = linjerne { AND($line) }
phrase-charge-of = gebyret { $description }

REMEDY-see = Se docs/electronic-documents.md.
REMEDY-company = Gør sælgeren fuldstændig med setCompany.
REMEDY-accounts = Oplys en konto med setCompany(bankAccounts).
REMEDY-company-electronic = Oplys sælgerens electronicAddress med setCompany.
REMEDY-customer = Gør kunden fuldstændig med updateCustomer(address, taxRegistrationNumber).
REMEDY-customer-electronic = Oplys kundens electronicAddress med updateCustomer.
REMEDY-payment-terms = Oplys kundens paymentTermsDays med updateCustomer.
REMEDY-country-letters = Lad nummeret begynde med landets bogstaver: setCompany(vatNumber), eller updateCustomer(taxRegistrationNumber).
REMEDY-numbers = Oplys det rigtige nummer: setCompany(vatNumber, bankAccounts), eller updateCustomer(taxRegistrationNumber).
REMEDY-unit = Giv produktet en enhed, der står for en UN/ECE-kode: updateProduct(unit).
REMEDY-tax-code = Giv linjen, gebyret, produktet eller kunden en taxCode.
REMEDY-rounding = Afrund momsen én gang for hver sats med setCompany(taxRounding: RATE), eller ret de indtastede momsbeløb.
REMEDY-exemption-reason = Giv momskoden en begrundelse: setTaxCode(exemptionReason).
REMEDY-packing-slip = Bogfør leveringen med postPackingSlip, så dens dag er kendt.
REMEDY-delivery-address = Giv ordren en deliveryAddress med land, eller kunden med updateCustomer.
REMEDY-preceding = Returner selve fakturalinjen, eller nævn fakturaen med createReturnOrder(precedingInvoices).
REMEDY-reference = Giv ordren en buyerReference eller et purchaseOrderNumber, eller kunden en buyerReference.
REMEDY-ksef-number = Notér nummeret med recordExternalReference(system: "KSEF"); for et dokument, der aldrig var i KSeF, værdien NONE.
REMEDY-nip = Giv sælgeren en polsk adresse og NIP med setCompany(address, vatNumber).
REMEDY-nip-of-buyer = Angiv køberens NIP eller momsnummer med updateCustomer(taxRegistrationNumber).
REMEDY-correction-reason = Angiv årsagen: reason for korrektionen, eller reasonCode for returordren.
REMEDY-zloty = Fakturér i PLN, eller send denne kunde det trykte dokument.
REMEDY-polish-codes = Giv linjen en taxCode på 23, 22, 8, 7, 5 eller 0 procent eller af en anden kategori, en fritaget med sin lov: setTaxCode(exemptionReason).
REMEDY-polish-kinds = Bogfør solgte og tilbagetagne varer hver for sig; fakturér uden forudbetalinger; hvor en part var forkert, tag fakturaen tilbage med cancelInvoice og fakturér på ny.
REMEDY-several = Fakturér det i flere dokumenter.
REMEDY-split-payment = Hvor bilag 15 gælder, send dokumentet på anden måde end med denne fil.
REMEDY-decimals = EN 16931 tager beløb med højst to decimaler: send kunden det trykte dokument.
REMEDY-rules = Installer dem: pip install 'rebill[rules]'
