# Files of documents: what they need, and what they fail.
ELECTRONIC_DOCUMENT_INVALID-rule = { $rule }: { $said } Documents for { $customer } have to pass it{ GIVEN($term) ->
    [yes] {" "}({ $term })
   *[no] {""}
 }.
    .remedy = { $advice }
ELECTRONIC_RULES_MISSING-rules = { $customer } needs a valid electronic document, and this server has no rules installed to check one by.
    .remedy = Install { $extra }, or switch the requirement off: updateCustomer(requireElectronicDocument: false).
INVALID_INPUT-no-format = No format is named.
    .remedy = Give electronic or print at least one format.
INVALID_INPUT-page-too-long = { $document } has { $rows } rows, and a PDF { $most } at most.
    .remedy = Take HTML, or a file for machines.
INVOICE_NOT_CONFIRMED-to-issue = { $name } is { $state }; files are made of posted documents.
    .remedy = Confirm it first (confirmInvoice).
DOCUMENT_INCOMPLETE-rules = The document cannot be sent as an electronic one: it does not pass { $rules }.
# What a document lacks: our own rules, and what mends a rule that is not passed, ours or official.
REBILL-01 = A credit note comes to { $amount } { $currency }, which may not be negative: what is owed more belongs on an invoice.
REBILL-02 = It credits, corrects or deducts, and does not name the document that came before it.
REBILL-03 = The tax category of { $what } is not known.
REBILL-04 = { $amount } { $currency } is due, and there is neither a due date nor payment terms.
REBILL-05 = { $term } is { $given }, and the document's own figure is { $expected }.
REBILL-06 = { $only ->
    [german] Only between two German parties an invoice that corrects another is a 384.
   *[other] Only an invoice that bills nothing but advances is a { $code }.
}
REBILL-07 = The check digits of { $number } are wrong.
REBILL-08 = Line { $line } comes to { $given }, and its quantity, price, allowance and charge to { $expected }.
REBILL-09 = { $amount } { $currency } is due, and no account is named to pay it to.
REBILL-10 = { $what } was not copied when the document was posted; today's is shown.
KSEF-01 = { $is ->
    [missing] { $document } has no KSeF number noted; a correction must name it.
   *[none] { $number } is noted as the KSeF number of { $document }, and does not have the form of one.
}
KSEF-02 = { $is ->
    [elsewhere] FA(3) is for sellers in Poland.
    [missing] The seller has no NIP.
   *[wrong] The seller's NIP { $number } is not valid.
}
KSEF-03 = { $is ->
    [missing] Its tax needs the buyer's VAT number; of goods to another state of the Union, that of such a state.
    [changed] { $document } was billed to the buyer's number { $number }, and FA(3) takes no correction of it to another.
    [polish] The buyer's NIP { $number } is not valid.
    [union] The buyer's VAT number { $number } does not fit in FA(3): at most twelve letters and digits after those of the state.
   *[other] The buyer's VAT number { $number } is longer than FA(3) takes.
}
KSEF-04 = The buyer has no postal address, or one of a country alone.
KSEF-05 = { $is ->
    [missing] It corrects or credits, and gives no reason.
   *[long] The reason has more than { $most } characters.
}
KSEF-06 = It is in { $currency }; FA(3) can be made of documents in PLN.
KSEF-07 = { $is ->
    [code] FA(3) has no rate like that of these rows: { $line }.
    [words] The laws that it is exempt by have more than { $most } characters together.
   *[law] It is exempt, and does not say by which law.
}
KSEF-08 = { $what ->
    [advances] FA(3) cannot be told of advances yet: neither billed, nor deducted, nor corrected.
    [repeat] FA(3) cannot be told yet of a document that repeats another because a party was wrong.
   *[mixed] FA(3) does not take goods sold and goods taken back in one document.
}
KSEF-09 = The rows come to { $given } in { $field }, and the document to { $expected }.
KSEF-10 = The file has { $given } bytes; KSeF takes { $most }.
KSEF-11 = { $buyer } has no NIP or VAT number; the file says that there is none.
KSEF-12 = The check digits of the KSeF number of { $document } are wrong: { $number }.
KSEF-13 = The total of { $amount } PLN may need split payment (annex 15), which the file does not say.
RULES-missing = The official rules are not installed, so nothing is known to be valid.

phrase-line-of = line { $line }
phrase-lines-of = lines { AND($line) }
phrase-charge-of = the charge { $description }

REMEDY-see = See docs/electronic-documents.md.
REMEDY-company = Complete the seller with setCompany.
REMEDY-accounts = Give an account with setCompany(bankAccounts).
REMEDY-company-electronic = Give the seller's electronicAddress with setCompany.
REMEDY-customer = Complete the customer with updateCustomer(address, taxRegistrationNumber).
REMEDY-customer-electronic = Give the customer's electronicAddress with updateCustomer.
REMEDY-payment-terms = Give the customer's paymentTermsDays with updateCustomer.
REMEDY-country-letters = Begin the number with the letters of its country: setCompany(vatNumber), or updateCustomer(taxRegistrationNumber).
REMEDY-numbers = Enter the right number: setCompany(vatNumber, bankAccounts), or updateCustomer(taxRegistrationNumber).
REMEDY-unit = Give the product a unit that stands for a UN/ECE code: updateProduct(unit).
REMEDY-tax-code = Give a taxCode to the line, the charge, the product or the customer.
REMEDY-rounding = Round tax once for each rate with setCompany(taxRounding: RATE), or mend the tax amounts that were typed.
REMEDY-exemption-reason = Give the tax code a reason: setTaxCode(exemptionReason).
REMEDY-packing-slip = Post the delivery with postPackingSlip, so that its day is known.
REMEDY-delivery-address = Give a deliveryAddress with its country to the order or, with updateCustomer, to the customer.
REMEDY-preceding = Return the line of the invoice itself, or name the invoice with createReturnOrder(precedingInvoices).
REMEDY-reference = Give a buyerReference or a purchaseOrderNumber to the order, or a buyerReference to the customer.
REMEDY-ksef-number = Note the number with recordExternalReference(system: "KSEF"); of a document that was never in KSeF, the value NONE.
REMEDY-nip = Give the seller a Polish address and its NIP with setCompany(address, vatNumber).
REMEDY-nip-of-buyer = Give the buyer's NIP or VAT number with updateCustomer(taxRegistrationNumber).
REMEDY-correction-reason = Give the reason: reason of the correction, or reasonCode of the return order.
REMEDY-zloty = Bill in PLN, or send this customer the printed document.
REMEDY-polish-codes = Give the line a taxCode of 23, 22, 8, 7, 5 or 0 per cent or another category, an exempt one with its law: setTaxCode(exemptionReason).
REMEDY-polish-kinds = Post goods sold and taken back each by themselves; bill without advances; where a party was wrong, take the invoice back with cancelInvoice and bill anew.
REMEDY-several = Bill it in several documents.
REMEDY-split-payment = Where annex 15 is concerned, send this document by another way than this file.
REMEDY-decimals = EN 16931 takes amounts of at most two decimals: send this customer the printed document.
REMEDY-rules = pip install 'rebill[rules]'
