# Warum das Hauptbuch enthält, was es enthält.
thing = { $whole ->
    [milestone] Meilenstein „{ $description }“
    [retainer] Vorauszahlung „{ $description }“
   *[no] { $quantity } von „{ $description }“ zu { $price }
 }
paper = { $type ->
    [CREDIT_NOTE] Gutschrift
   *[INVOICE] Rechnung
 } { $document } vom { $date }
worth = { $uncharged ->
    [NON_CHARGEABLE] , nicht berechnet
    [COMPLIMENTARY] , kostenlos
   *[no] {""}
 }: { $amount }{ GIVEN($tax) ->
    [yes] { " " }und { $tax } Steuer
   *[no] {""}
 }
bare-worth = {""}: { $amount }{ GIVEN($tax) ->
    [yes] { " " }und { $tax } Steuer
   *[no] {""}
 }
discount = { GIVEN($discount) ->
    [yes] , abzüglich { $discount } Rabatt
   *[no] {""}
 }
EXPLANATION-approval-withdrawn = Die Genehmigung wurde zurückgezogen: { thing }{ worth }.
EXPLANATION-cost = „{ $description }“ vom { $day } kostete { $quantity } zu { $price }: { $amount }.
EXPLANATION-approved = „{ $description }“ vom { $day } wurde genehmigt, { $quantity } zu { $price }{ worth }.
EXPLANATION-approved-and-open = { EXPLANATION-approved } Es ist offen und noch abzurechnen oder zu erlassen.
EXPLANATION-applied = { paper } verwendete { $part } aus { thing }.
EXPLANATION-paid-back = { paper } zahlte { $part } aus { thing } zurück.
EXPLANATION-applied-taken-back = { paper } nahm { $part } zurück, verwendet aus { thing }.
EXPLANATION-paid-back-taken-back = { paper } nahm { $part } zurück, zurückgezahlt aus { thing }.
EXPLANATION-taken-back = { paper } nahm zurück: { thing }{ worth }.
EXPLANATION-credit-taken-back = { paper } nahm die Gutschrift zurück: { thing }{ worth }.
EXPLANATION-waived = { paper } erließ { thing }{ worth }.
EXPLANATION-left-as-billed = { paper } ließ { thing }{ discount }, obwohl zurückgekommen, wie abgerechnet{ worth }.
EXPLANATION-credited = { paper } schrieb gut: { thing }{ discount }{ worth }.
EXPLANATION-billed = { paper } berechnete { thing }{ discount }{ worth }.
EXPLANATION-listed = { paper } führte auf: { thing }{ discount }{ worth }.
EXPLANATION-reckoned-anew = { paper } berechnete neu, was offen war von { thing }, { $part }.
EXPLANATION-taken-off = { paper } nahm { thing } aus der offenen Arbeit{ worth }.
EXPLANATION-to-be-billed = { UP(thing) } ist abzurechnen{ bare-worth }.
EXPLANATION-not-to-be-charged = { UP(thing) } ist nicht zu berechnen{ bare-worth }.
EXPLANATION-retainer-left = { $part } aus { thing } ist übrig, für spätere Rechnungen.
EXPLANATION-retainer-was-left = { $part } aus { thing } war übrig, für spätere Rechnungen.
EXPLANATION-remains = { UP(thing) } bleibt offen und ist noch abzurechnen oder zu erlassen{ worth }.
EXPLANATION-remained = { UP(thing) } blieb offen{ worth }.
EXPLANATION-product = { $quantity } zu { $price }
EXPLANATION-rounding = { $amount } Rundung
EXPLANATION-discount = { $amount } Rabatt
EXPLANATION-difference = { $amount } Differenz
EXPLANATION-nothing = Es ist noch nichts geschrieben.
EXPLANATION-currencies = Beträge in { $currencies }.
EXPLANATION-truncated = Es gibt mehr als diese { $count } Zeilen.
