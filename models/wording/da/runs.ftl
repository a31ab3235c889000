# Bogføringskørsler, rettelseskørsler og tidsplaner.
NOT_FOUND-draft-deleted = Udkastet er slettet.
INVALID_INPUT-late-plan = Et udvalg, der foretages sent, kan ikke planlægges.
    .remedy = Planlæg det uden lateSelection.
BULK_LIMIT-plan = En plan tager højst { $limit } ordrer; udvalget finder { $given }.
    .remedy = Indsnævr udvalget med type, customer eller createdOn, eller bogfør det uden plan.
INVALID_STATUS_TRANSITION-run-canceled = Bogføringskørslen er CANCELED; den kan ikke genoptages.
    .remedy = Start en ny kørsel.
INVALID_STATUS_TRANSITION-run-of-before = Bogføringskørslen er fra en ældre version, som ikke gemte, hvad den blev bedt om.
    .remedy = Start en ny kørsel.
INVALID_STATUS_TRANSITION-run-over = Bogføringskørslen er { $state }; der er intet at afbryde.
INVALID_INPUT-no-schedule-change = Der er intet at ændre.
    .remedy = Angiv name, cron, timeZone eller enabled.
INVALID_INPUT-schedule-twice = Der findes allerede en tidsplan »{ $given }«.
    .remedy = Vælg et andet navn.
INVALID_INPUT-time-zone = »{ $given }« er ikke en tidszone.
    .remedy = Angiv et navn som Europe/Oslo eller UTC.
INVALID_INPUT-cron = »{ $given }« er ikke et gyldigt cron-udtryk.
    .remedy = Angiv fem dele: minut, time, dag i måneden, måned, ugedag; f.eks. 0 6 * * MON-FRI.
INVALID_INPUT-cron-never = »{ $given }« indtræffer aldrig.
    .remedy = Angiv fem dele: minut, time, dag i måneden, måned, ugedag; f.eks. 0 6 * * MON-FRI.
INVALID_INPUT-orders-or-selection = En kørsel tager enten ordrer eller et udvalg: angiv netop én af delene.
    .remedy = Angiv orders ved navn, eller select, ikke begge.
QUANTITY_OPTION_NOT_VALID_FOR_RETURN-option = DELIVER_NOW krediterer indtastede antal og er til enkelte ordrer.
    .remedy = Bogfør ordren for sig med postReturnInvoice.
INVALID_INPUT-mixed-types = Ordretyper blandes kun, hvor ordrer deler et dokument.
    .remedy = Angiv også summaryUpdate INVOICE_ACCOUNT.
INVALID_INPUT-late-orders = Kun et udvalg kan foretages sent.
    .remedy = Angiv select i stedet for orders.
INVALID_INPUT-late-planned = Et udvalg, der foretages sent, kan ikke være planlagt.
    .remedy = Udelad expectedPlan, eller lateSelection.
INVALID_INPUT-order-twice = { $document } er nævnt to gange.
    .remedy = Nævn den én gang.
ORDER_TYPE_NOT_INVOICEABLE-contract = { $document } er en projektkontrakt; den faktureres med createInvoice.
    .remedy = Fakturer den med createInvoice og confirmInvoice.
ORDER_TYPE_NOT_INVOICEABLE-contracts = Projektkontrakter faktureres med createInvoice og confirmInvoices.
INVALID_INPUT-days-end = Dagene slutter { $given }, før de begynder { $limit }.
    .remedy = Angiv den tidligste dag som from.
BULK_LIMIT-confirm = En kørsel bekræfter højst { $limit } fakturaer, ikke { $given }.
    .remedy = Bekræft dem i flere kørsler.
INVALID_INPUT-invoice-twice = { $name } er nævnt to gange.
    .remedy = Nævn den én gang.
INVALID_STATUS_TRANSITION-confirm = Faktura { $document } er allerede { $state }; kun en, der er DRAFT eller IN_REVIEW, bekræftes.
GROUP_FAILED-order = { $document } var klar, men dens dokument fejlede på grund af { $documents }.
    .remedy = Løs problemet dér, og genoptag kørslen, eller bogfør ordren for sig.
GROUP_FAILED-corrected-invoice = { $document } var klar, men dens dokument fejlede på grund af { $documents }.
    .remedy = Løs problemet dér, og ret dem igen, eller ret hver faktura for sig med combine: INVOICE.
INVALID_INPUT-empty-selection = Udvalget er tomt, så det ville gælde alt, der nogensinde er faktureret.
    .remedy = Angiv mindst ét felt, f.eks. en kunde, et produkt eller dage.
INVOICE_NOT_CONFIRMED-corrected-invoice = { $name } er { $state }; kun bogførte fakturaer rettes.
    .remedy = Ændr selve udkastet, eller udelad det.
INVALID_INPUT-invoice-named-twice = Faktura { $document } er nævnt to gange.
    .remedy = Nævn den én gang.
INVALID_INPUT-credit-in-full = creditInFull er altid true: at slå den fra siger intet.
    .remedy = Angiv true, eller en anden regel.
INVALID_INPUT-one-rule = En rettelseskørsel har én regel.
    .remedy = Angiv netop én af unitPrice, priceFactor, taxRate og creditInFull.
NO_CHANGES-nothing-left = Der er intet tilbage på den, som kørslen skulle rette.
    .remedy = Se på correctedBy for, hvad der har rettet den i mellemtiden.
BULK_LIMIT-corrections = En rettelseskørsel tager højst { $limit } fakturaer; udvalget finder flere.
    .remedy = Indsnævr udvalget med kunde, dage eller den pris, der blev faktureret, og ret i flere kørsler.
INTERNAL_ERROR-bug = Intern fejl (id { $id }).
    .remedy = Genoptag kørslen; fejler den igen, så giv dette id til den, der driver serveren.
INVALID_INPUT-no-hash-of-run = Dette er ikke hashen af en kørsels plan.
    .remedy = Angiv RunPlan.hash, som planRun gav den.
INVALID_INPUT-no-hash-of-corrections = Dette er ikke hashen af en kørsels plan.
    .remedy = Angiv CorrectionRunPlan.hash, som planCorrections gav den.
came = { $came }{ GIVEN($cameMore) ->
    [yes] { " " }og { $cameMore } til
   *[no] {""}
 } kom til
went = { $went }{ GIVEN($wentMore) ->
    [yes] { " " }og { $wentMore } til
   *[no] {""}
 } faldt bort
would-differ = { NOW($otherwise, skipped: "springes nu over", blocked: "er nu standset") }{ GIVEN($otherwiseMore) ->
    [yes] { " " }og { $otherwiseMore } til
   *[no] {""}
 } ville blive bogført anderledes
PLAN_OUTDATED-run-changed = Planen er ændret: { differences }.
    .remedy = Planlæg kørslen igen med planRun, se på den, og angiv dens hash.
PLAN_OUTDATED-run-otherwise = Planen er ændret: de samme ordrer ville blive nummereret i en anden rækkefølge.
    .remedy = Planlæg kørslen igen med planRun, se på den, og angiv dens hash.
PLAN_OUTDATED-corrections-changed = Planen er ændret: { differences }.
    .remedy = Planlæg den igen med planCorrections, se på den, og angiv dens hash.
PLAN_OUTDATED-corrections-otherwise = Planen er ændret: dokumenterne ville blive andre.
    .remedy = Planlæg den igen med planCorrections, se på den, og angiv dens hash.
PLAN_OUTDATED-orders-document = Dokumentet er ikke længere det, der blev planlagt: det ville nu lyde på { $total } { $currency } på { COUNT($count) ->
    [one] { $count } linje
   *[other] { $count } linjer
 }.
    .remedy = Planlæg det, der er tilbage, igen med planRun, se på det, og bogfør den plan.
PLAN_OUTDATED-orders-not-posted = Dokumentet er ikke længere det, der blev planlagt: det kan ikke længere bogføres.
    .remedy = Planlæg det, der er tilbage, igen med planRun, se på det, og bogfør den plan.
PLAN_OUTDATED-corrections-document = { PLAN_OUTDATED-orders-document }
    .remedy = Planlæg det, der er tilbage, igen med planCorrections, se på det, og bogfør den plan.
PLAN_OUTDATED-corrections-not-posted = { PLAN_OUTDATED-orders-not-posted }
    .remedy = Planlæg det, der er tilbage, igen med planCorrections, se på det, og bogfør den plan.
phrase-correction-of = Rettelsen af { $first }
phrase-corrections-of = Rettelsen af { $first } og { $more } til
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
