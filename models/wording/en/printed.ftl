# What stands on printed documents.

# Titles
phrase-printed-title-invoice = Invoice
phrase-printed-title-credit-note = Credit note
phrase-printed-title-credits-whole = Credit note
phrase-printed-title-corrected-invoice = Corrected invoice
phrase-printed-title-prepayment-invoice = Advance invoice
phrase-printed-title-pro-forma = Pro forma – not an invoice
phrase-printed-title-confirmation = Return confirmation
phrase-printed-title-statement = Statement of account
phrase-printed-page = Page { $page } / { $pages }

# Parties
phrase-printed-billed-to = Billed to
phrase-printed-customer = Customer
phrase-printed-delivered-to = Delivered to
phrase-printed-send-to = Send the goods to
phrase-printed-attention = Attn. { $person }
phrase-printed-vat-number = VAT number { $number }
phrase-printed-registration-number = Registration number { $number }
phrase-printed-registration-elsewhere = Registration number { $number }
phrase-printed-phone = Phone { $number }

# Facts
phrase-printed-number = Number
phrase-printed-invoice-date = Date
phrase-printed-due-date = Due date
phrase-printed-terms = Terms
phrase-printed-customer-number = Customer number
phrase-printed-buyer-reference = Your reference
phrase-printed-purchase-order = Purchase order number
phrase-printed-contract = Project contract
phrase-printed-sales-order = Sales order
phrase-printed-packing-slip = Packing slip
phrase-printed-delivery-date = Delivery date
phrase-printed-period = Period
phrase-printed-statement-period = Period
phrase-printed-span = { $from } to { $to }
phrase-printed-rma-number = RMA number
phrase-printed-return-order = Return order
phrase-printed-deadline = To be returned by
phrase-printed-reason = Reason: { $text }

# Earlier documents
phrase-printed-credits = Credits invoice { $number } of { $day }
phrase-printed-cancels = Credits invoice { $number } of { $day }
phrase-printed-corrects = Corrects { $number } of { $day }
phrase-printed-refers = Refers to { $number } of { $day }

# Lines
phrase-printed-position = No.
phrase-printed-description = Description
phrase-printed-quantity = Quantity
phrase-printed-expected = Expected
phrase-printed-unit = Unit
phrase-printed-unit-price = Price { $currency }
phrase-printed-discount = Discount
phrase-printed-adjustment = Adjustment
phrase-printed-tax-rate = VAT
phrase-printed-net-amount = Net { $currency }
phrase-printed-amount = Amount { $currency }
phrase-printed-product = Item { $number }
phrase-printed-forward = Carried forward
phrase-printed-brought = Brought forward

# Totals
phrase-printed-lines-total = Lines
phrase-printed-allowances-total = Deductions
phrase-printed-charges-total = Charges
phrase-printed-net-total = Net amount
phrase-printed-tax-total = Value added tax
phrase-printed-total = Total
phrase-printed-due = Amount due
phrase-printed-credited = Amount credited
phrase-printed-breakdown = Value added tax
phrase-printed-base = Base { $currency }
phrase-printed-tax-amount = VAT { $currency }
phrase-printed-tax-reason = Reason
phrase-printed-rate-and-code = { $rate } ({ $code })

# Corrections
phrase-printed-corrections = What is corrected
phrase-printed-as-billed = As billed
phrase-printed-as-right = As it should be
phrase-printed-changed = { $what }: { $billed } as billed, { $right } as it should be
phrase-printed-price = Price
phrase-printed-difference = Difference

# Payment
phrase-printed-payment = Payment
phrase-printed-iban = IBAN { $number }
phrase-printed-bic = BIC { $number }
phrase-printed-account = Account { $number }
phrase-printed-branch-account = Branch { $branch }, account { $number }
phrase-printed-account-name = Account holder { $holder }
phrase-printed-remittance = Please state { $number } with your payment.

# Return confirmation
phrase-printed-please-return = Please return the goods with the number { $number } on the parcel.
phrase-printed-expected-lines = Goods expected back
phrase-printed-return-reason = Reason for return: { $text }
phrase-printed-agreed-charges = Charges as agreed

# Statement of account
phrase-printed-movements = Movements
phrase-printed-date = Date
phrase-printed-document = Document
phrase-printed-debit = Debit { $currency }
phrase-printed-credit = Credit { $currency }
phrase-printed-balance = Balance { $currency }
phrase-printed-opening = Opening balance
phrase-printed-closing = Closing balance
phrase-printed-open-items = Open items
phrase-printed-open-amount = Open { $currency }
phrase-printed-full-amount = Total { $currency }
phrase-printed-movement-invoice = Invoice
phrase-printed-movement-credit-note = Credit note
phrase-printed-movement-corrected-invoice = Corrected invoice
phrase-printed-movement-prepayment-invoice = Advance invoice
phrase-printed-movement-payment = Payment
phrase-printed-movement-refund = Refund
phrase-printed-movement-write-off = Write-off

# Why no tax is charged, where nobody has put it otherwise
phrase-printed-exempt-reverse-charge = Reverse charge
phrase-printed-exempt-intra-community = Intra-Community supply
phrase-printed-exempt-export = Export outside the EU
phrase-printed-exempt-out-of-scope = Not subject to VAT

# Units, by their UN/ECE codes
phrase-printed-unit-piece = pcs
phrase-printed-unit-hour = h
phrase-printed-unit-day = days
phrase-printed-unit-month = months
phrase-printed-unit-kilogram = kg
phrase-printed-unit-gram = g
phrase-printed-unit-ton = t
phrase-printed-unit-metre = m
phrase-printed-unit-kilometre = km
phrase-printed-unit-square-metre = m²
phrase-printed-unit-cubic-metre = m³
phrase-printed-unit-litre = l
