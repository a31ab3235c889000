# Hvad der står på dokumenter på papir.

# Titler
phrase-printed-title-invoice = Faktura
phrase-printed-title-credit-note = Kreditnota
phrase-printed-title-credits-whole = Kreditnota
phrase-printed-title-corrected-invoice = Korrigeret faktura
phrase-printed-title-prepayment-invoice = Forudbetalingsfaktura
phrase-printed-title-pro-forma = Proforma – ikke en faktura
phrase-printed-title-confirmation = Returbekræftelse
phrase-printed-title-statement = Kontoudtog
phrase-printed-page = Side { $page } / { $pages }

# Parter
phrase-printed-billed-to = Faktureres til
phrase-printed-customer = Kunde
phrase-printed-delivered-to = Leveret til
phrase-printed-send-to = Varerne sendes til
phrase-printed-attention = Att.: { $person }
phrase-printed-vat-number = Momsnummer { $number }
phrase-printed-registration-number = CVR-nummer { $number }
phrase-printed-registration-elsewhere = Registreringsnummer { $number }
phrase-printed-phone = Telefon { $number }

# Oplysninger
phrase-printed-number = Nummer
phrase-printed-invoice-date = Dato
phrase-printed-due-date = Forfaldsdato
phrase-printed-terms = Betalingsbetingelser
phrase-printed-customer-number = Kundenummer
phrase-printed-buyer-reference = Deres ref.
phrase-printed-purchase-order = Rekvisitionsnummer
phrase-printed-contract = Projektkontrakt
phrase-printed-sales-order = Salgsordre
phrase-printed-packing-slip = Følgeseddel
phrase-printed-delivery-date = Leveringsdato
phrase-printed-period = Periode
phrase-printed-statement-period = Periode
phrase-printed-span = { $from } til { $to }
phrase-printed-rma-number = Returnummer (RMA)
phrase-printed-return-order = Returordre
phrase-printed-deadline = Returneres senest
phrase-printed-reason = Årsag: { $text }

# Tidligere dokumenter
phrase-printed-credits = Krediterer faktura { $number } af { $day }
phrase-printed-cancels = Krediterer faktura { $number } af { $day }
phrase-printed-corrects = Korrigerer { $number } af { $day }
phrase-printed-refers = Henviser til { $number } af { $day }

# Linjer
phrase-printed-position = Nr.
phrase-printed-description = Beskrivelse
phrase-printed-quantity = Antal
phrase-printed-expected = Forventet
phrase-printed-unit = Enhed
phrase-printed-unit-price = Pris { $currency }
phrase-printed-discount = Rabat
phrase-printed-adjustment = Justering
phrase-printed-tax-rate = Moms
phrase-printed-net-amount = Netto { $currency }
phrase-printed-amount = Beløb { $currency }
phrase-printed-product = Varenr. { $number }
phrase-printed-forward = Overføres
phrase-printed-brought = Overført

# Summer
phrase-printed-lines-total = Linjer
phrase-printed-allowances-total = Fradrag
phrase-printed-charges-total = Gebyrer
phrase-printed-net-total = Netto
phrase-printed-tax-total = Moms
phrase-printed-total = I alt
phrase-printed-due = At betale
phrase-printed-credited = Til gode
phrase-printed-breakdown = Moms
phrase-printed-base = Grundlag { $currency }
phrase-printed-tax-amount = Moms { $currency }
phrase-printed-tax-reason = Begrundelse
phrase-printed-rate-and-code = { $rate } ({ $code })

# Rettelser
phrase-printed-corrections = Hvad der er rettet
phrase-printed-as-billed = Som faktureret
phrase-printed-as-right = Som det skal være
phrase-printed-changed = { $what }: { $billed } som faktureret, { $right } som det skal være
phrase-printed-price = Pris
phrase-printed-difference = Forskel

# Betaling
phrase-printed-payment = Betaling
phrase-printed-iban = IBAN { $number }
phrase-printed-bic = BIC { $number }
phrase-printed-account = Konto { $number }
phrase-printed-branch-account = Reg.nr. { $branch }, konto { $number }
phrase-printed-account-name = Kontohaver { $holder }
phrase-printed-remittance = Angiv { $number } ved betaling.

# Returbekræftelse
phrase-printed-please-return = Send varerne retur med nummeret { $number } på pakken.
phrase-printed-expected-lines = Varer, der forventes retur
phrase-printed-return-reason = Returårsag: { $text }
phrase-printed-agreed-charges = Aftalte gebyrer

# Kontoudtog
phrase-printed-movements = Bevægelser
phrase-printed-date = Dato
phrase-printed-document = Dokument
phrase-printed-debit = Debet { $currency }
phrase-printed-credit = Kredit { $currency }
phrase-printed-balance = Saldo { $currency }
phrase-printed-opening = Primosaldo
phrase-printed-closing = Ultimosaldo
phrase-printed-open-items = Åbne poster
phrase-printed-open-amount = Åbent { $currency }
phrase-printed-full-amount = I alt { $currency }
phrase-printed-movement-invoice = Faktura
phrase-printed-movement-credit-note = Kreditnota
phrase-printed-movement-corrected-invoice = Korrigeret faktura
phrase-printed-movement-prepayment-invoice = Forudbetalingsfaktura
phrase-printed-movement-payment = Betaling
phrase-printed-movement-refund = Tilbagebetaling
phrase-printed-movement-write-off = Afskrivning

# Hvorfor der ikke beregnes moms, hvor ingen har sagt det anderledes
phrase-printed-exempt-reverse-charge = Omvendt betalingspligt
phrase-printed-exempt-intra-community = EU-leverance (unionsintern levering)
phrase-printed-exempt-export = Eksport uden for EU
phrase-printed-exempt-out-of-scope = Ikke momspligtig

# Enheder, efter UN/ECE-koder
phrase-printed-unit-piece = stk.
phrase-printed-unit-hour = t
phrase-printed-unit-day = dage
phrase-printed-unit-month = md.
phrase-printed-unit-kilogram = kg
phrase-printed-unit-gram = g
phrase-printed-unit-ton = ton
phrase-printed-unit-metre = m
phrase-printed-unit-kilometre = km
phrase-printed-unit-square-metre = m²
phrase-printed-unit-cubic-metre = m³
phrase-printed-unit-litre = l
