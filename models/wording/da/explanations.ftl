# Hvorfor finansbogholderiet er, som det er.
thing = { $whole ->
    [milestone] milepælen »{ $description }«
    [retainer] forskuddet »{ $description }«
   *[no] { $quantity } af »{ $description }« à { $price }
 }
paper = { $type ->
    [CREDIT_NOTE] Kreditnota
   *[INVOICE] Faktura
 } { $document } af { $date }
worth = { $uncharged ->
    [NON_CHARGEABLE] , ikke opkrævet
    [COMPLIMENTARY] , uden beregning
   *[no] {""}
 }: { $amount }{ GIVEN($tax) ->
    [yes] { " " }og { $tax } i moms
   *[no] {""}
 }
bare-worth = {""}: { $amount }{ GIVEN($tax) ->
    [yes] { " " }og { $tax } i moms
   *[no] {""}
 }
discount = { GIVEN($discount) ->
    [yes] , { $discount } i rabat trukket fra
   *[no] {""}
 }
EXPLANATION-approval-withdrawn = Godkendelsen af { thing } blev trukket tilbage{ worth }.
EXPLANATION-cost = »{ $description }« af { $day } kostede { $quantity } à { $price }: { $amount }.
EXPLANATION-approved = »{ $description }« af { $day } blev godkendt, { $quantity } à { $price }{ worth }.
EXPLANATION-approved-and-open = { EXPLANATION-approved } Det er åbent og skal faktureres eller frafaldes.
EXPLANATION-applied = { paper } brugte { $part } af { thing }.
EXPLANATION-paid-back = { paper } betalte { $part } af { thing } tilbage.
EXPLANATION-applied-taken-back = { paper } tog { $part } tilbage, som var brugt af { thing }.
EXPLANATION-paid-back-taken-back = { paper } tog { $part } tilbage, som var betalt tilbage af { thing }.
EXPLANATION-taken-back = { paper } tog { thing } tilbage{ worth }.
EXPLANATION-credit-taken-back = { paper } tog krediteringen af { thing } tilbage{ worth }.
EXPLANATION-waived = { paper } frafaldt { thing }{ worth }.
EXPLANATION-left-as-billed = { paper } lod { thing }{ discount }, som var kommet retur, stå som faktureret{ worth }.
EXPLANATION-credited = { paper } krediterede { thing }{ discount }{ worth }.
EXPLANATION-billed = { paper } fakturerede { thing }{ discount }{ worth }.
EXPLANATION-listed = { paper } opførte { thing }{ discount }{ worth }.
EXPLANATION-reckoned-anew = { paper } genberegnede det, der var åbent af { thing }, { $part }.
EXPLANATION-taken-off = { paper } tog { thing } af det åbne arbejde{ worth }.
EXPLANATION-to-be-billed = { UP(thing) } skal faktureres{ bare-worth }.
EXPLANATION-not-to-be-charged = { UP(thing) } skal ikke opkræves{ bare-worth }.
EXPLANATION-retainer-left = { $part } af { thing } er tilbage til brug på senere fakturaer.
EXPLANATION-retainer-was-left = { $part } af { thing } var tilbage til brug på senere fakturaer.
EXPLANATION-remains = { UP(thing) } står åbent og skal faktureres eller frafaldes{ worth }.
EXPLANATION-remained = { UP(thing) } blev stående åbent{ worth }.
EXPLANATION-product = { $quantity } à { $price }
EXPLANATION-rounding = { $amount } i afrunding
EXPLANATION-discount = { $amount } i rabat
EXPLANATION-difference = { $amount } i difference
EXPLANATION-nothing = Intet er skrevet endnu.
EXPLANATION-currencies = Beløbene er i { $currencies }.
EXPLANATION-truncated = Der er mere end disse { $count } rækker.
