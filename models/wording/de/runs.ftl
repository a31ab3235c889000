# Buchungsläufe, Berichtigungsläufe und Zeitpläne.
NOT_FOUND-draft-deleted = Der Entwurf wurde gelöscht.
INVALID_INPUT-late-plan = Eine Auswahl, die spät getroffen wird, kann nicht geplant werden.
    .remedy = Planen Sie ohne lateSelection.
BULK_LIMIT-plan = Ein Plan nimmt höchstens { $limit } Aufträge auf; die Auswahl findet { $given }.
    .remedy = Schränken Sie die Auswahl mit type, customer oder createdOn ein, oder buchen Sie ohne Plan.
INVALID_STATUS_TRANSITION-run-canceled = Der Buchungslauf ist CANCELED und kann nicht mehr fortgesetzt werden.
    .remedy = Starten Sie einen neuen Lauf.
INVALID_STATUS_TRANSITION-run-of-before = Der Buchungslauf stammt aus einer älteren Version, die nicht festhielt, worum sie gebeten wurde.
    .remedy = Starten Sie einen neuen Lauf.
INVALID_STATUS_TRANSITION-run-over = Der Buchungslauf ist { $state }; es gibt nichts abzubrechen.
INVALID_INPUT-no-schedule-change = Es gibt nichts zu ändern.
    .remedy = Geben Sie name, cron, timeZone oder enabled an.
INVALID_INPUT-schedule-twice = Es gibt schon einen Zeitplan „{ $given }“.
    .remedy = Wählen Sie einen anderen Namen.
INVALID_INPUT-time-zone = „{ $given }“ ist keine Zeitzone.
    .remedy = Geben Sie einen Namen wie Europe/Oslo oder UTC an.
INVALID_INPUT-cron = „{ $given }“ ist kein gültiger Cron-Ausdruck.
    .remedy = Geben Sie fünf Teile an: Minute, Stunde, Tag des Monats, Monat, Wochentag; z. B. 0 6 * * MON-FRI.
INVALID_INPUT-cron-never = „{ $given }“ tritt nie ein.
    .remedy = Geben Sie fünf Teile an: Minute, Stunde, Tag des Monats, Monat, Wochentag; z. B. 0 6 * * MON-FRI.
INVALID_INPUT-orders-or-selection = Ein Lauf nimmt entweder Aufträge oder eine Auswahl: Geben Sie genau eines von beiden an.
    .remedy = Geben Sie orders namentlich an, oder select, nicht beides.
QUANTITY_OPTION_NOT_VALID_FOR_RETURN-option = DELIVER_NOW schreibt eingegebene Mengen gut und ist für einzelne Aufträge.
    .remedy = Buchen Sie den Auftrag für sich mit postReturnInvoice.
INVALID_INPUT-mixed-types = Auftragsarten werden nur gemischt, wo Aufträge einen Beleg teilen.
    .remedy = Geben Sie auch summaryUpdate INVOICE_ACCOUNT an.
INVALID_INPUT-late-orders = Nur eine Auswahl kann spät getroffen werden.
    .remedy = Geben Sie select statt orders an.
INVALID_INPUT-late-planned = Eine Auswahl, die spät getroffen wird, kann nicht geplant worden sein.
    .remedy = Lassen Sie expectedPlan weg, oder lateSelection.
INVALID_INPUT-order-twice = { $document } ist zweimal genannt.
    .remedy = Nennen Sie ihn einmal.
ORDER_TYPE_NOT_INVOICEABLE-contract = { $document } ist ein Projektvertrag; er wird mit createInvoice abgerechnet.
    .remedy = Rechnen Sie ihn mit createInvoice und confirmInvoice ab.
ORDER_TYPE_NOT_INVOICEABLE-contracts = Projektverträge werden mit createInvoice und confirmInvoices abgerechnet.
INVALID_INPUT-days-end = Die Tage enden am { $given }, bevor sie am { $limit } beginnen.
    .remedy = Geben Sie als from den früheren Tag an.
BULK_LIMIT-confirm = Ein Lauf bestätigt höchstens { $limit } Rechnungen, nicht { $given }.
    .remedy = Bestätigen Sie sie in mehreren Läufen.
INVALID_INPUT-invoice-twice = { $name } ist zweimal genannt.
    .remedy = Nennen Sie den Beleg einmal.
INVALID_STATUS_TRANSITION-confirm = Rechnung { $document } ist schon { $state }; nur eine, die DRAFT oder IN_REVIEW ist, wird bestätigt.
GROUP_FAILED-order = { $document } war bereit, aber der Beleg scheiterte wegen { $documents }.
    .remedy = Beheben Sie das Problem dort und setzen Sie den Lauf fort, oder buchen Sie den Auftrag für sich.
GROUP_FAILED-corrected-invoice = { $document } war bereit, aber der Beleg scheiterte wegen { $documents }.
    .remedy = Beheben Sie das Problem dort und berichtigen Sie erneut, oder berichtigen Sie jede Rechnung für sich mit combine: INVOICE.
INVALID_INPUT-empty-selection = Die Auswahl ist leer, so dass es um alles ginge, was je abgerechnet wurde.
    .remedy = Geben Sie mindestens ein Feld an, etwa einen Kunden, ein Produkt oder Tage.
INVOICE_NOT_CONFIRMED-corrected-invoice = { $name } ist { $state }; nur gebuchte Rechnungen werden berichtigt.
    .remedy = Ändern Sie den Entwurf selbst, oder lassen Sie ihn weg.
INVALID_INPUT-invoice-named-twice = Rechnung { $document } ist zweimal genannt.
    .remedy = Nennen Sie sie einmal.
INVALID_INPUT-credit-in-full = creditInFull ist immer true: Es abzuschalten sagt nichts.
    .remedy = Geben Sie true an, oder eine andere Regel.
INVALID_INPUT-one-rule = Ein Berichtigungslauf hat eine Regel.
    .remedy = Geben Sie genau eines von unitPrice, priceFactor, taxRate und creditInFull an.
NO_CHANGES-nothing-left = Darauf ist nichts mehr, was der Lauf berichtigen sollte.
    .remedy = Sehen Sie unter correctedBy nach, was sie inzwischen berichtigt hat.
BULK_LIMIT-corrections = Ein Berichtigungslauf nimmt höchstens { $limit } Rechnungen auf; die Auswahl findet mehr.
    .remedy = Schränken Sie die Auswahl nach Kunde, Tagen oder berechnetem Preis ein, und berichtigen Sie in mehreren Läufen.
INTERNAL_ERROR-bug = Interner Fehler (ID { $id }).
    .remedy = Setzen Sie den Lauf fort; scheitert er erneut, nennen Sie dem Betreiber des Servers diese ID.
INVALID_INPUT-no-hash-of-run = Dies ist nicht der Hash des Plans eines Laufs.
    .remedy = Geben Sie RunPlan.hash an, wie planRun ihn geliefert hat.
INVALID_INPUT-no-hash-of-corrections = Dies ist nicht der Hash des Plans eines Laufs.
    .remedy = Geben Sie CorrectionRunPlan.hash an, wie planCorrections ihn geliefert hat.
came = { $came }{ GIVEN($cameMore) ->
    [yes] { " " }und { $cameMore } weitere
   *[no] {""}
 } hinzugekommen
went = { $went }{ GIVEN($wentMore) ->
    [yes] { " " }und { $wentMore } weitere
   *[no] {""}
 } weggefallen
would-differ = { NOW($otherwise, skipped: "jetzt übersprungen", blocked: "jetzt blockiert") }{ GIVEN($otherwiseMore) ->
    [yes] { " " }und { $otherwiseMore } weitere
   *[no] {""}
 } anders gebucht
PLAN_OUTDATED-run-changed = Der Plan hat sich geändert: { differences }.
    .remedy = Planen Sie den Lauf neu mit planRun, sehen Sie den Plan an und geben Sie seinen Hash an.
PLAN_OUTDATED-run-otherwise = Der Plan hat sich geändert: Dieselben Aufträge würden in anderer Reihenfolge nummeriert.
    .remedy = Planen Sie den Lauf neu mit planRun, sehen Sie den Plan an und geben Sie seinen Hash an.
PLAN_OUTDATED-corrections-changed = Der Plan hat sich geändert: { differences }.
    .remedy = Planen Sie neu mit planCorrections, sehen Sie den Plan an und geben Sie seinen Hash an.
PLAN_OUTDATED-corrections-otherwise = Der Plan hat sich geändert: Die Belege wären andere.
    .remedy = Planen Sie neu mit planCorrections, sehen Sie den Plan an und geben Sie seinen Hash an.
PLAN_OUTDATED-orders-document = Der Beleg ist nicht mehr der geplante: Er käme jetzt auf { $total } { $currency } in { COUNT($count) ->
    [one] { $count } Zeile
   *[other] { $count } Zeilen
 }.
    .remedy = Planen Sie, was übrig ist, neu mit planRun, sehen Sie es an und buchen Sie diesen Plan.
PLAN_OUTDATED-orders-not-posted = Der Beleg ist nicht mehr der geplante: Er kann nicht mehr gebucht werden.
    .remedy = Planen Sie, was übrig ist, neu mit planRun, sehen Sie es an und buchen Sie diesen Plan.
PLAN_OUTDATED-corrections-document = { PLAN_OUTDATED-orders-document }
    .remedy = Planen Sie, was übrig ist, neu mit planCorrections, sehen Sie es an und buchen Sie diesen Plan.
PLAN_OUTDATED-corrections-not-posted = { PLAN_OUTDATED-orders-not-posted }
    .remedy = Planen Sie, was übrig ist, neu mit planCorrections, sehen Sie es an und buchen Sie diesen Plan.
phrase-correction-of = Die Berichtigung von { $first }
phrase-corrections-of = Die Berichtigung von { $first } und { $more } weiteren
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
