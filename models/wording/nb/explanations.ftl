# Hvorfor hovedboken er som den er.
thing = { $whole ->
    [milestone] milepælen «{ $description }»
    [retainer] forskuddet «{ $description }»
   *[no] { $quantity } av «{ $description }» à { $price }
 }
paper = { $type ->
    [CREDIT_NOTE] Kreditnota
   *[INVOICE] Faktura
 } { $document } av { $date }
worth = { $uncharged ->
    [NON_CHARGEABLE] , ikke belastet
    [COMPLIMENTARY] , uten vederlag
   *[no] {""}
 }: { $amount }{ GIVEN($tax) ->
    [yes] { " " }og { $tax } i avgift
   *[no] {""}
 }
bare-worth = {""}: { $amount }{ GIVEN($tax) ->
    [yes] { " " }og { $tax } i avgift
   *[no] {""}
 }
discount = { GIVEN($discount) ->
    [yes] , { $discount } i rabatt trukket fra
   *[no] {""}
 }
EXPLANATION-approval-withdrawn = Godkjenningen av { thing } ble trukket tilbake{ worth }.
EXPLANATION-cost = «{ $description }» av { $day } kostet { $quantity } à { $price }: { $amount }.
EXPLANATION-approved = «{ $description }» av { $day } ble godkjent, { $quantity } à { $price }{ worth }.
EXPLANATION-approved-and-open = { EXPLANATION-approved } Det er åpent og skal faktureres eller frafalles.
EXPLANATION-applied = { paper } brukte { $part } av { thing }.
EXPLANATION-paid-back = { paper } betalte tilbake { $part } av { thing }.
EXPLANATION-applied-taken-back = { paper } tok tilbake { $part } som var brukt av { thing }.
EXPLANATION-paid-back-taken-back = { paper } tok tilbake { $part } som var betalt tilbake av { thing }.
EXPLANATION-taken-back = { paper } tok tilbake { thing }{ worth }.
EXPLANATION-credit-taken-back = { paper } tok tilbake krediteringen av { thing }{ worth }.
EXPLANATION-waived = { paper } frafalt { thing }{ worth }.
EXPLANATION-left-as-billed = { paper } lot { thing }{ discount }, som hadde kommet tilbake, stå som fakturert{ worth }.
EXPLANATION-credited = { paper } krediterte { thing }{ discount }{ worth }.
EXPLANATION-billed = { paper } fakturerte { thing }{ discount }{ worth }.
EXPLANATION-listed = { paper } førte opp { thing }{ discount }{ worth }.
EXPLANATION-reckoned-anew = { paper } regnet på nytt ut det som var åpent av { thing }, { $part }.
EXPLANATION-taken-off = { paper } tok { thing } av det åpne arbeidet{ worth }.
EXPLANATION-to-be-billed = { UP(thing) } skal faktureres{ bare-worth }.
EXPLANATION-not-to-be-charged = { UP(thing) } skal ikke belastes{ bare-worth }.
EXPLANATION-retainer-left = { $part } av { thing } er igjen, til bruk på senere fakturaer.
EXPLANATION-retainer-was-left = { $part } av { thing } var igjen, til bruk på senere fakturaer.
EXPLANATION-remains = { UP(thing) } står åpent og skal faktureres eller frafalles{ worth }.
EXPLANATION-remained = { UP(thing) } ble stående åpent{ worth }.
EXPLANATION-product = { $quantity } à { $price }
EXPLANATION-rounding = { $amount } i avrunding
EXPLANATION-discount = { $amount } i rabatt
EXPLANATION-difference = { $amount } i differanse
EXPLANATION-nothing = Ingenting er skrevet ennå.
EXPLANATION-currencies = Beløpene er i { $currencies }.
EXPLANATION-truncated = Det er mer enn disse { $count } radene.
