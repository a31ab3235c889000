# Posting runs, correction runs and schedules.
NOT_FOUND-draft-deleted = The draft has been deleted.
INVALID_INPUT-late-plan = A selection that is made late cannot be planned.
    .remedy = Plan it without lateSelection.
BULK_LIMIT-plan = A plan takes at most { $limit } orders; the selection finds { $given }.
    .remedy = Narrow the selection by type, customer or createdOn, or post it without a plan.
INVALID_STATUS_TRANSITION-run-canceled = The posting run is CANCELED; it can no longer be resumed.
    .remedy = Start a new run.
INVALID_STATUS_TRANSITION-run-of-before = The posting run is of an older version, which did not keep what it was asked for.
    .remedy = Start a new run.
INVALID_STATUS_TRANSITION-run-over = The posting run is { $state }; there is nothing to cancel.
INVALID_INPUT-no-schedule-change = There is nothing to change.
    .remedy = Give a name, cron, timeZone or enabled.
INVALID_INPUT-schedule-twice = There is already a schedule “{ $given }”.
    .remedy = Choose another name.
INVALID_INPUT-time-zone = “{ $given }” is not a time zone.
    .remedy = Give a name such as Europe/Oslo or UTC.
INVALID_INPUT-cron = “{ $given }” is not a valid cron expression.
    .remedy = Give five parts: minute, hour, day of month, month, day of week; e.g. 0 6 * * MON-FRI.
INVALID_INPUT-cron-never = “{ $given }” never comes.
    .remedy = Give five parts: minute, hour, day of month, month, day of week; e.g. 0 6 * * MON-FRI.
INVALID_INPUT-orders-or-selection = A run takes either orders or a selection: give exactly one of them.
    .remedy = Give orders by name, or select, not both.
QUANTITY_OPTION_NOT_VALID_FOR_RETURN-option = DELIVER_NOW credits typed quantities and is for single orders.
    .remedy = Post the order by itself with postReturnInvoice.
INVALID_INPUT-mixed-types = Order types are only mixed where orders share a document.
    .remedy = Give summaryUpdate INVOICE_ACCOUNT, too.
INVALID_INPUT-late-orders = Only a selection can be made late.
    .remedy = Give select instead of orders.
INVALID_INPUT-late-planned = A selection that is made late cannot have been planned.
    .remedy = Leave expectedPlan out, or lateSelection.
INVALID_INPUT-order-twice = { $document } is named twice.
    .remedy = Name it once.
ORDER_TYPE_NOT_INVOICEABLE-contracts = Project contracts are invoiced with createInvoice and confirmInvoices.
INVALID_INPUT-days-end = The days end on { $given }, before they begin on { $limit }.
    .remedy = Give from the earlier day.
BULK_LIMIT-confirm = A run confirms at most { $limit } invoices, not { $given }.
    .remedy = Confirm them in several runs.
INVALID_INPUT-invoice-twice = { $name } is named twice.
    .remedy = Name it once.
INVALID_STATUS_TRANSITION-confirm = Invoice { $document } is already { $state }; only a DRAFT or one IN_REVIEW is confirmed.
GROUP_FAILED-order = { $document } was ready, but its document failed because of { $documents }.
    .remedy = Fix the problem there and resume the run, or post the order by itself.
INVALID_INPUT-empty-selection = The selection is empty, so that it would be about everything that was ever billed.
    .remedy = Give at least one field, such as a customer, a product or days.
INVOICE_NOT_CONFIRMED-corrected-invoice = { $name } is { $state }; only posted invoices are corrected.
    .remedy = Change the draft itself, or leave it out.
INVALID_INPUT-invoice-named-twice = Invoice { $document } is named twice.
    .remedy = Name it once.
INVALID_INPUT-credit-in-full = creditInFull is only ever true: leaving it off says nothing.
    .remedy = Give true, or another rule.
INVALID_INPUT-one-rule = A correction run has one rule.
    .remedy = Give exactly one of unitPrice, priceFactor, taxRate and creditInFull.
GROUP_FAILED-corrected-invoice = { $document } was ready, but its document failed because of { $documents }.
    .remedy = Fix the problem there and correct them again, or correct each invoice by itself with combine: INVOICE.
NO_CHANGES-nothing-left = Nothing is left on it that the run was to correct.
    .remedy = Look at correctedBy for what has corrected it meanwhile.
BULK_LIMIT-corrections = A correction run takes at most { $limit } invoices; the selection finds more.
    .remedy = Narrow the selection by customer, days or the price that was billed, and correct in several runs.
INTERNAL_ERROR-bug = Internal error (id { $id }).
    .remedy = Resume the run; if it fails again, tell whoever runs the server this id.
INVALID_INPUT-no-hash-of-run = This is not the hash of a run's plan.
    .remedy = Pass RunPlan.hash as planRun gave it.
INVALID_INPUT-no-hash-of-corrections = This is not the hash of a run's plan.
    .remedy = Pass CorrectionRunPlan.hash as planCorrections gave it.
came = { $came }{ GIVEN($cameMore) ->
    [yes] { " " }and { $cameMore } more
   *[no] {""}
 } came
went = { $went }{ GIVEN($wentMore) ->
    [yes] { " " }and { $wentMore } more
   *[no] {""}
 } went
would-differ = { NOW($otherwise, skipped: "now skipped", blocked: "now blocked") }{ GIVEN($otherwiseMore) ->
    [yes] { " " }and { $otherwiseMore } more
   *[no] {""}
 } would be posted otherwise
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
PLAN_OUTDATED-run-changed = The plan has changed: { differences }.
    .remedy = Plan the run again with planRun, look at it, and pass its hash.
PLAN_OUTDATED-run-otherwise = The plan has changed: the same orders would be numbered in another order.
    .remedy = Plan the run again with planRun, look at it, and pass its hash.
PLAN_OUTDATED-corrections-changed = The plan has changed: { differences }.
    .remedy = Plan it again with planCorrections, look at it, and pass its hash.
PLAN_OUTDATED-corrections-otherwise = The plan has changed: the documents would be others.
    .remedy = Plan it again with planCorrections, look at it, and pass its hash.
PLAN_OUTDATED-orders-document = The document is no longer the one that was planned: it would now total { $total } { $currency } in { COUNT($count) ->
    [one] { $count } line
   *[other] { $count } lines
 }.
    .remedy = Plan what is left again with planRun, look at it, and post that plan.
PLAN_OUTDATED-orders-not-posted = The document is no longer the one that was planned: it can no longer be posted.
    .remedy = Plan what is left again with planRun, look at it, and post that plan.
PLAN_OUTDATED-corrections-document = { PLAN_OUTDATED-orders-document }
    .remedy = Plan what is left again with planCorrections, look at it, and post that plan.
PLAN_OUTDATED-corrections-not-posted = { PLAN_OUTDATED-orders-not-posted }
    .remedy = Plan what is left again with planCorrections, look at it, and post that plan.
ORDER_TYPE_NOT_INVOICEABLE-contract = { $document } is a project contract; it is invoiced with createInvoice.
    .remedy = Invoice it with createInvoice and confirmInvoice.
phrase-correction-of = The correction of { $first }
phrase-corrections-of = The correction of { $first } and { $more } more
