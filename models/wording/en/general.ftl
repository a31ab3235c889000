# What any command can be told: records that are named, numbers, texts and lists, keys and versions.

# ---------------------------------------------------------------- words in sentences
a-record = { $type ->
    [Order] an order
    [ReturnOrder] a return order
    [Invoice] an invoice
    [Customer] a customer
    [Product] a product
    [ContractLine] a contract line
    [Actual] an actual
    [Milestone] a milestone
    [Retainer] a retainer
    [InvoiceLine] an invoice line
    [InvoiceLineDetail] an invoice line detail
    [PackingSlip] a packing slip
    [ReturnOrderLine] a return order line
    [OrderLine] a line of the order
    [PostingRun] a posting run
    [RunSchedule] a schedule
    [Settlement] a settlement
    [Approval] a request for approval
   *[other] a record
 }
no-record = { $type ->
    [Order] no order
    [ReturnOrder] no return order
    [Invoice] no invoice
    [Customer] no customer
    [Product] no product
    [ContractLine] no contract line
    [Actual] no actual
    [Milestone] no milestone
    [Retainer] no retainer
    [InvoiceLine] no invoice line
    [InvoiceLineDetail] no invoice line detail
    [PackingSlip] no packing slip
    [ReturnOrderLine] no return order line
    [OrderLine] no line of the order
    [PostingRun] no posting run
    [RunSchedule] no schedule
    [Settlement] no settlement
    [Approval] no request for approval
   *[other] no record
 }
this-record = { $type ->
    [ContractLine] This contract line
    [Actual] This actual
    [Milestone] This milestone
    [Retainer] This retainer
    [InvoiceLine] This invoice line
    [InvoiceLineDetail] This invoice line detail
    [PackingSlip] This packing slip
    [ReturnOrderLine] This return order line
    [OrderLine] This line of the order
   *[other] This record
 }
given-order = { $given ->
    [SALES_ORDER] a sales order
    [RETURN_ORDER] a return order
   *[PROJECT_CONTRACT] a project contract
 }
expected-order = { $expected ->
    [SALES_ORDER] a sales order
    [RETURN_ORDER] a return order
   *[PROJECT_CONTRACT] a project contract
 }
phrase-invoice = Invoice { $document }
phrase-draft = Draft invoice for { $customer } on { $order } of { $made }
phrase-line = Line { $line } ({ $description }) of { $document }
phrase-retainer = Retainer “{ $retainer }”

# ---------------------------------------------------------------- what numbers and texts are called
phrase-a-quantity = A quantity
phrase-a-billable-quantity = A billable quantity
phrase-a-unit-price = A unit price
phrase-a-unit-cost = A unit cost
phrase-a-sales-price = A sales price
phrase-a-cost-price = A cost price
phrase-a-price-factor = A price factor
phrase-a-discount = A discount
phrase-a-tax-rate = A tax rate
phrase-a-tax-amount = A tax amount
phrase-a-share = A share
phrase-a-limit = A limit
phrase-the-limit = The limit
phrase-an-amount = An amount
phrase-a-charge = A charge
phrase-a-fixed-charge = A fixed charge
phrase-a-line = A line
phrase-a-detail = A detail
phrase-the-lines-cost = The line's cost
phrase-the-lines-net-amount = The line's net amount
phrase-the-replacement = The replacement
phrase-a-number = A number
phrase-a-code = A code
phrase-a-currency = A currency
phrase-an-account = An account
phrase-an-accounts-name = An account's name
phrase-a-description = A description
phrase-a-reason = A reason
phrase-a-keys-name = A key's name
phrase-an-owner = An owner
phrase-a-policys-name = A policy's name
phrase-a-reason-code = A reason code
phrase-a-disposition-code = A disposition code
phrase-a-customers-name = A customer's name
phrase-a-tax-registration-number = A tax registration number
phrase-a-tax-code = A tax code
phrase-an-exemption-reason = An exemption reason
phrase-an-exemption-code = An exemption code
phrase-a-standard-code = A standard code
phrase-a-products-name = A product's name
phrase-a-unit = A unit
phrase-a-contracts-name = A contract's name
phrase-a-lines-name = A line's name
phrase-a-milestones-name = A milestone's name
phrase-a-reference = A reference
phrase-a-schedules-name = A schedule's name
phrase-a-cron-expression = A cron expression
phrase-a-time-zone = A time zone
phrase-a-companys-name = A company's name
phrase-a-text = A text
phrase-an-electronic-address = An electronic address
phrase-a-logo = A logo
phrase-the-hash-of-a-plan = The hash of a plan

# ---------------------------------------------------------------- records
NOT_FOUND-number = There is { no-record } { $given }.
NOT_FOUND-id = There is { no-record } with this id.
NOT_FOUND-other-id = This is not the id of { a-record }.
    .remedy = Take the id from a query.
NOT_FOUND-draft-of-key = The draft that the idempotency key { QUOTED($given) } made or changed has been deleted.
    .remedy = Use a new key for a new call.
INVALID_INPUT-id-twice = { this-record } is named twice.
    .remedy = Name each once.
INVALID_INPUT-other-order = { $document } is { given-order }, not { expected-order }.
INVALID_INPUT-sales-order = { INVALID_INPUT-other-order }
    .remedy = Invoice sales orders with postInvoices.
NOT_A_RETURN_ORDER-other-order = { INVALID_INPUT-other-order }
NOT_A_RETURN_ORDER-sales-order = { INVALID_INPUT-other-order }
    .remedy = Invoice sales orders with postInvoices.

# ---------------------------------------------------------------- numbers
INVALID_INPUT-places = { $what } has at most { $limit } places; { $given } has { $places }.
    .remedy = Round it.
INVALID_INPUT-too-large = { $what } must be below { GROUPED($limit) }, not { $given }.
    .remedy = Split it into smaller ones.
INVALID_INPUT-not-positive = { $what } must be above zero, not { $given }.
    .remedy = Give a number above zero.
INVALID_INPUT-negative = { $what } must not be negative, not { $given }.
    .remedy = Give zero or more.
INVALID_INPUT-per-cent = { $what } is a per cent from 0 to 100, not { $given }.
    .remedy = Write 25 for 25 %.
INVALID_INPUT-places-of-currency = { $what } has at most { $limit } places in this currency; { $given } has more.
    .remedy = Round it to the places of the currency.
INVALID_INPUT-worth-too-much = { $what } is worth { GROUPED($given) }; it must be below { GROUPED($limit) }.
    .remedy = Split it into smaller ones.
INVALID_INPUT-currency-in-capitals = A currency is written in capitals: { $expected }, not { $given }.
    .remedy = Write { $expected }.
INVALID_INPUT-currency-unknown = { $given } is not the ISO 4217 code of a currency in use.
    .remedy = Give a code like NOK, EUR or JPY.

# ---------------------------------------------------------------- lists and texts
INVALID_INPUT-empty-list = { $what } is empty.
    .remedy = Name at least one.
INVALID_INPUT-empty-list-or-all = { $what } is empty.
    .remedy = Name those that are meant, or leave { $what } out for all.
INVALID_INPUT-too-many = { $what } has at most { $limit } members, not { $given }.
    .remedy = Name the others in further calls.
INVALID_INPUT-too-many-members = { $what } has at most { $limit } members, not { $given }.
    .remedy = Send them in parts.
INVALID_INPUT-empty-text = { $what } must not be empty.
    .remedy = Give one; blanks alone do not count.
REASON_REQUIRED-empty-text = { $what } must not be empty.
    .remedy = Give one; blanks alone do not count.
DISPOSITION_CODE_MISSING-empty-text = { $what } must not be empty.
    .remedy = Give one; blanks alone do not count.
INVALID_INPUT-too-long = { $what } has at most { $limit } characters, not { $given }.
    .remedy = Shorten it.
INVALID_INPUT-control-characters-but-breaks = { $what } has no control characters but tabs and line breaks; character { $at } is { $given }.
    .remedy = Leave that character out.
INVALID_INPUT-invisible-characters = { $what } is one line without invisible characters; character { $at } is { $given }.
    .remedy = Leave that character out.
INVALID_INPUT-control-characters = { $what } is one line without control characters; character { $at } is { $given }.
    .remedy = Leave that character out.

# ---------------------------------------------------------------- keys, versions, plans
INVALID_INPUT-key-length = An idempotency key has 1 to { $limit } characters, not { $given }.
    .remedy = Give a key such as a random UUID.
INVALID_INPUT-key-blank = An idempotency key is not only blanks.
    .remedy = Give a key such as a random UUID.
INVALID_INPUT-key-control-characters = An idempotency key has no control characters.
    .remedy = Give a key such as a random UUID.
IDEMPOTENCY_KEY_REUSED-other-input = The idempotency key { QUOTED($given) } was already used with other input.
    .remedy = Use a new key for a new call; send the very same input to repeat a call.
IDEMPOTENCY_KEY_REUSED-twice = The idempotency key { QUOTED($given) } is given twice.
    .remedy = Give each its own key.
CONCURRENT_UPDATE-records-moved = { COUNT($count) ->
    [one] { $count } { $type } record
   *[other] { $count } { $type } records
 } changed while this was being posted.
    .remedy = Read the records again and repeat the call.
CONCURRENT_UPDATE-draft-moved = The draft has moved on: its version is { $current }, not { $expected }.
    .remedy = Read the invoice again and repeat the call with its present version.
PLAN_OUTDATED-plan = The plan has changed: it now totals { $total } { $currency } in { COUNT($count) ->
    [one] { $count } line
   *[other] { $count } lines
 } dated { $date }, with hash { $current }.
    .remedy = Ask for the plan again, look at it, and pass its hash.
PLAN_OUTDATED-document = The plan has changed: it now totals { $total } { $currency } in { COUNT($count) ->
    [one] { $count } line
   *[other] { $count } lines
 } dated { $date }, billed to { $buyer }, with hash { $current }.
    .remedy = Ask for the plan again, look at it, and pass its hash.
PLAN_OUTDATED-document-of-seller = The plan has changed: it now totals { $total } { $currency } in { COUNT($count) ->
    [one] { $count } line
   *[other] { $count } lines
 } dated { $date }, sold by { $seller } to { $buyer }, with hash { $current }.
    .remedy = Ask for the plan again, look at it, and pass its hash.
CORRECTION_BEFORE_ORIGINAL-before-original = { $name } would be dated { $given }, before { $document } of { $date }, which it puts right.
    .remedy = Give an invoiceDate from { $limit } on.
LEDGER_ACCOUNT_MISSING-account = The posting profile has no account for { $postingType }, which this posting needs.
    .remedy = Name one with setPostingAccount.
CUSTOMER_BLOCKED-customer = Customer { $document } is blocked ({ $state }); it must not be.
    .remedy = Lift the block with updateCustomer.
PERIOD_NOT_OPEN-in-period = Nothing can be posted on { $date }. The fiscal period { $from } to { $to } is { $state }; it must be OPEN.
    .remedy = Choose a date in an open period, or open one with setFiscalPeriod.
PERIOD_NOT_OPEN-in-period-for-good = { PERIOD_NOT_OPEN-in-period }
    .remedy = Choose a date in an open period; this one is closed for good.
PERIOD_NOT_OPEN-before-period = Nothing can be posted on { $date }. It is in no fiscal period, and before the end of { $from } to { $to }, which is { $state }.
    .remedy = Choose a date in an open period, or open one with setFiscalPeriod.
PERIOD_NOT_OPEN-before-period-for-good = { PERIOD_NOT_OPEN-before-period }
    .remedy = Choose a date in an open period; this one is closed for good.
DATE_BREAKS_CHRONOLOGY-later-document = { $type ->
    [INVOICE] The last invoice
   *[CREDIT_NOTE] The last credit note
 } is dated { $limit }; one dated { $given } would break the order of numbers.
    .remedy = Choose { $limit } or later.
phrase-document-of = The document of { $order }
phrase-canceling-document = The document that cancels { $canceled }
