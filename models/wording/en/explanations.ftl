# Why the ledger holds what it holds.
thing = { $whole ->
    [milestone] the milestone “{ $description }”
    [retainer] the retainer “{ $description }”
   *[no] { $quantity } of “{ $description }” at { $price }
 }
paper = { $type ->
    [CREDIT_NOTE] Credit note
   *[INVOICE] Invoice
 } { $document } of { $date }
worth = { $uncharged ->
    [NON_CHARGEABLE] , not charged
    [COMPLIMENTARY] , free of charge
   *[no] {""}
 }: { $amount }{ GIVEN($tax) ->
    [yes] { " " }and { $tax } tax
   *[no] {""}
 }
bare-worth = {""}: { $amount }{ GIVEN($tax) ->
    [yes] { " " }and { $tax } tax
   *[no] {""}
 }
discount = { GIVEN($discount) ->
    [yes] , { $discount } discount taken off
   *[no] {""}
 }
EXPLANATION-approval-withdrawn = The approval of { thing } was withdrawn{ worth }.
EXPLANATION-cost = “{ $description }” of { $day } cost { $quantity } at { $price }: { $amount }.
EXPLANATION-approved = “{ $description }” of { $day } was approved, { $quantity } at { $price }{ worth }.
EXPLANATION-approved-and-open = { EXPLANATION-approved } It is open, to be billed or waived.
EXPLANATION-applied = { paper } applied { $part } of { thing }.
EXPLANATION-paid-back = { paper } paid back { $part } of { thing }.
EXPLANATION-applied-taken-back = { paper } took back { $part } that were applied of { thing }.
EXPLANATION-paid-back-taken-back = { paper } took back { $part } that were paid back of { thing }.
EXPLANATION-taken-back = { paper } took back { thing }{ worth }.
EXPLANATION-credit-taken-back = { paper } took back the credit of { thing }{ worth }.
EXPLANATION-waived = { paper } waived { thing }{ worth }.
EXPLANATION-left-as-billed = { paper } left { thing }{ discount }, which had come back, as billed{ worth }.
EXPLANATION-credited = { paper } credited { thing }{ discount }{ worth }.
EXPLANATION-billed = { paper } billed { thing }{ discount }{ worth }.
EXPLANATION-listed = { paper } listed { thing }{ discount }{ worth }.
EXPLANATION-reckoned-anew = { paper } reckoned anew what was open of { thing }, { $part }.
EXPLANATION-taken-off = { paper } took { thing } off the open work{ worth }.
EXPLANATION-to-be-billed = { UP(thing) } { COUNT($count) ->
    [one] is
   *[other] are
 } to be billed{ bare-worth }.
EXPLANATION-not-to-be-charged = { UP(thing) } { COUNT($count) ->
    [one] is
   *[other] are
 } not to be charged{ bare-worth }.
EXPLANATION-retainer-left = { $part } of { thing } is left, to be applied to later invoices.
EXPLANATION-retainer-was-left = { $part } of { thing } was left, to be applied to later invoices.
EXPLANATION-remains = { UP(thing) } { COUNT($count) ->
    [one] remains
   *[other] remain
 } open, to be billed or waived{ worth }.
EXPLANATION-remained = { UP(thing) } remained open{ worth }.
EXPLANATION-product = { $quantity } at { $price }
EXPLANATION-rounding = { $amount } rounding
EXPLANATION-discount = { $amount } discount
EXPLANATION-difference = { $amount } difference
EXPLANATION-nothing = Nothing has been written yet.
EXPLANATION-currencies = Amounts are in { $currencies }.
EXPLANATION-truncated = There is more than these { $count } rows.
