# Posteringskjøringer, rettekjøringer og tidsplaner.
NOT_FOUND-draft-deleted = Utkastet er slettet.
INVALID_INPUT-late-plan = Et utvalg som gjøres sent, kan ikke planlegges.
    .remedy = Planlegg det uten lateSelection.
BULK_LIMIT-plan = En plan tar høyst { $limit } ordrer; utvalget finner { $given }.
    .remedy = Snevre inn utvalget med type, customer eller createdOn, eller poster det uten plan.
INVALID_STATUS_TRANSITION-run-canceled = Posteringskjøringen er CANCELED; den kan ikke gjenopptas.
    .remedy = Start en ny kjøring.
INVALID_STATUS_TRANSITION-run-of-before = Posteringskjøringen er fra en eldre versjon, som ikke tok vare på hva den ble bedt om.
    .remedy = Start en ny kjøring.
INVALID_STATUS_TRANSITION-run-over = Posteringskjøringen er { $state }; det er ikke noe å avbryte.
INVALID_INPUT-no-schedule-change = Det er ikke noe å endre.
    .remedy = Oppgi name, cron, timeZone eller enabled.
INVALID_INPUT-schedule-twice = Det finnes allerede en tidsplan «{ $given }».
    .remedy = Velg et annet navn.
INVALID_INPUT-time-zone = «{ $given }» er ikke en tidssone.
    .remedy = Oppgi et navn som Europe/Oslo eller UTC.
INVALID_INPUT-cron = «{ $given }» er ikke et gyldig cron-uttrykk.
    .remedy = Oppgi fem deler: minutt, time, dag i måneden, måned, ukedag; f.eks. 0 6 * * MON-FRI.
INVALID_INPUT-cron-never = «{ $given }» inntreffer aldri.
    .remedy = Oppgi fem deler: minutt, time, dag i måneden, måned, ukedag; f.eks. 0 6 * * MON-FRI.
INVALID_INPUT-orders-or-selection = En kjøring tar enten ordrer eller et utvalg: oppgi nøyaktig én av delene.
    .remedy = Oppgi orders ved navn, eller select, ikke begge.
QUANTITY_OPTION_NOT_VALID_FOR_RETURN-option = DELIVER_NOW krediterer antall som er skrevet inn, og er for enkeltordrer.
    .remedy = Poster ordren for seg med postReturnInvoice.
INVALID_INPUT-mixed-types = Ordretyper blandes bare der ordrer deler et dokument.
    .remedy = Oppgi også summaryUpdate INVOICE_ACCOUNT.
INVALID_INPUT-late-orders = Bare et utvalg kan gjøres sent.
    .remedy = Oppgi select i stedet for orders.
INVALID_INPUT-late-planned = Et utvalg som gjøres sent, kan ikke være planlagt.
    .remedy = Utelat expectedPlan, eller lateSelection.
INVALID_INPUT-order-twice = { $document } er nevnt to ganger.
    .remedy = Nevn den én gang.
ORDER_TYPE_NOT_INVOICEABLE-contract = { $document } er en prosjektkontrakt; den faktureres med createInvoice.
    .remedy = Fakturer den med createInvoice og confirmInvoice.
ORDER_TYPE_NOT_INVOICEABLE-contracts = Prosjektkontrakter faktureres med createInvoice og confirmInvoices.
INVALID_INPUT-days-end = Dagene slutter { $given }, før de begynner { $limit }.
    .remedy = Oppgi den tidligste dagen som from.
BULK_LIMIT-confirm = En kjøring bekrefter høyst { $limit } fakturaer, ikke { $given }.
    .remedy = Bekreft dem i flere kjøringer.
INVALID_INPUT-invoice-twice = { $name } er nevnt to ganger.
    .remedy = Nevn den én gang.
INVALID_STATUS_TRANSITION-confirm = Faktura { $document } er allerede { $state }; bare en som er DRAFT eller IN_REVIEW, bekreftes.
GROUP_FAILED-order = { $document } var klar, men dokumentet feilet på grunn av { $documents }.
    .remedy = Løs problemet der og gjenoppta kjøringen, eller poster ordren for seg.
GROUP_FAILED-corrected-invoice = { $document } var klar, men dokumentet feilet på grunn av { $documents }.
    .remedy = Løs problemet der og rett dem på nytt, eller rett hver faktura for seg med combine: INVOICE.
INVALID_INPUT-empty-selection = Utvalget er tomt, så det ville gjelde alt som noen gang er fakturert.
    .remedy = Oppgi minst ett felt, for eksempel en kunde, et produkt eller dager.
INVOICE_NOT_CONFIRMED-corrected-invoice = { $name } er { $state }; bare posterte fakturaer rettes.
    .remedy = Endre selve utkastet, eller utelat det.
INVALID_INPUT-invoice-named-twice = Faktura { $document } er nevnt to ganger.
    .remedy = Nevn den én gang.
INVALID_INPUT-credit-in-full = creditInFull er alltid true: å slå den av sier ingenting.
    .remedy = Oppgi true, eller en annen regel.
INVALID_INPUT-one-rule = En rettekjøring har én regel.
    .remedy = Oppgi nøyaktig én av unitPrice, priceFactor, taxRate og creditInFull.
NO_CHANGES-nothing-left = Det er ikke noe igjen på den som kjøringen skulle rette.
    .remedy = Se på correctedBy for hva som har rettet den i mellomtiden.
BULK_LIMIT-corrections = En rettekjøring tar høyst { $limit } fakturaer; utvalget finner flere.
    .remedy = Snevre inn utvalget med kunde, dager eller prisen som ble fakturert, og rett i flere kjøringer.
INTERNAL_ERROR-bug = Intern feil (id { $id }).
    .remedy = Gjenoppta kjøringen; hvis den feiler igjen, gi denne id-en til den som drifter serveren.
INVALID_INPUT-no-hash-of-run = Dette er ikke hashen til planen for en kjøring.
    .remedy = Oppgi RunPlan.hash slik planRun ga den.
INVALID_INPUT-no-hash-of-corrections = Dette er ikke hashen til planen for en kjøring.
    .remedy = Oppgi CorrectionRunPlan.hash slik planCorrections ga den.
came = { $came }{ GIVEN($cameMore) ->
    [yes] { " " }og { $cameMore } til
   *[no] {""}
 } kom til
went = { $went }{ GIVEN($wentMore) ->
    [yes] { " " }og { $wentMore } til
   *[no] {""}
 } falt bort
would-differ = { NOW($otherwise, skipped: "hoppes nå over", blocked: "er nå stanset") }{ GIVEN($otherwiseMore) ->
    [yes] { " " }og { $otherwiseMore } til
   *[no] {""}
 } ville bli postert annerledes
PLAN_OUTDATED-run-changed = Planen er endret: { differences }.
    .remedy = Planlegg kjøringen på nytt med planRun, se på den, og oppgi hashen.
PLAN_OUTDATED-run-otherwise = Planen er endret: de samme ordrene ville bli nummerert i en annen rekkefølge.
    .remedy = Planlegg kjøringen på nytt med planRun, se på den, og oppgi hashen.
PLAN_OUTDATED-corrections-changed = Planen er endret: { differences }.
    .remedy = Planlegg den på nytt med planCorrections, se på den, og oppgi hashen.
PLAN_OUTDATED-corrections-otherwise = Planen er endret: dokumentene ville bli andre.
    .remedy = Planlegg den på nytt med planCorrections, se på den, og oppgi hashen.
PLAN_OUTDATED-orders-document = Dokumentet er ikke lenger det som ble planlagt: nå ville summen bli { $total } { $currency } på { COUNT($count) ->
    [one] { $count } linje
   *[other] { $count } linjer
 }.
    .remedy = Planlegg det som er igjen, på nytt med planRun, se på det, og poster den planen.
PLAN_OUTDATED-orders-not-posted = Dokumentet er ikke lenger det som ble planlagt: det kan ikke posteres lenger.
    .remedy = Planlegg det som er igjen, på nytt med planRun, se på det, og poster den planen.
PLAN_OUTDATED-corrections-document = { PLAN_OUTDATED-orders-document }
    .remedy = Planlegg det som er igjen, på nytt med planCorrections, se på det, og poster den planen.
PLAN_OUTDATED-corrections-not-posted = { PLAN_OUTDATED-orders-not-posted }
    .remedy = Planlegg det som er igjen, på nytt med planCorrections, se på det, og poster den planen.
phrase-correction-of = Rettelsen av { $first }
phrase-corrections-of = Rettelsen av { $first } og { $more } til
differences = { GIVEN($came) ->
    [yes] { came }{ GIVEN($went) ->
        [yes] ; { went }
       *[no] {""}
     }{ GIVEN($otherwise) ->
        [yes] ; { would-differ }
       *[no] {""}
     }
   *[no] { GIVEN($went) ->
        [yes] { went }{ GIVEN($otherwise) ->
            [yes] ; { would-differ }
           *[no] {""}
         }
       *[no] { would-differ }
     }
 }
