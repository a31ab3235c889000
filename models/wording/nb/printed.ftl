# Hva som står på dokumenter på papir.

# Titler
phrase-printed-title-invoice = Faktura
phrase-printed-title-credit-note = Kreditnota
phrase-printed-title-credits-whole = Kreditnota
phrase-printed-title-corrected-invoice = Korrigert faktura
phrase-printed-title-prepayment-invoice = Forskuddsfaktura
phrase-printed-title-pro-forma = Proforma – ikke en faktura
phrase-printed-title-confirmation = Returbekreftelse
phrase-printed-title-statement = Kontoutskrift
phrase-printed-page = Side { $page } / { $pages }

# Parter
phrase-printed-billed-to = Faktureres til
phrase-printed-customer = Kunde
phrase-printed-delivered-to = Levert til
phrase-printed-send-to = Varene sendes til
phrase-printed-attention = Att.: { $person }
phrase-printed-vat-number = MVA-nummer { $number }
phrase-printed-registration-number = Organisasjonsnummer { $number }
phrase-printed-registration-elsewhere = Organisasjonsnummer { $number }
phrase-printed-phone = Telefon { $number }

# Opplysninger
phrase-printed-number = Nummer
phrase-printed-invoice-date = Dato
phrase-printed-due-date = Forfallsdato
phrase-printed-terms = Betalingsbetingelser
phrase-printed-customer-number = Kundenummer
phrase-printed-buyer-reference = Deres ref.
phrase-printed-purchase-order = Bestillingsnummer
phrase-printed-contract = Prosjektkontrakt
phrase-printed-sales-order = Salgsordre
phrase-printed-packing-slip = Følgeseddel
phrase-printed-delivery-date = Leveringsdato
phrase-printed-period = Periode
phrase-printed-statement-period = Periode
phrase-printed-span = { $from } til { $to }
phrase-printed-rma-number = Retursaksnummer (RMA)
phrase-printed-return-order = Returordre
phrase-printed-deadline = Returneres innen
phrase-printed-reason = Årsak: { $text }

# Tidligere dokumenter
phrase-printed-credits = Krediterer faktura { $number } av { $day }
phrase-printed-cancels = Krediterer faktura { $number } av { $day }
phrase-printed-corrects = Korrigerer { $number } av { $day }
phrase-printed-refers = Viser til { $number } av { $day }

# Linjer
phrase-printed-position = Nr.
phrase-printed-description = Beskrivelse
phrase-printed-quantity = Antall
phrase-printed-expected = Forventet
phrase-printed-unit = Enhet
phrase-printed-unit-price = Pris { $currency }
phrase-printed-discount = Rabatt
phrase-printed-adjustment = Justering
phrase-printed-tax-rate = Mva.
phrase-printed-net-amount = Netto { $currency }
phrase-printed-amount = Beløp { $currency }
phrase-printed-product = Varenr. { $number }
phrase-printed-forward = Overføres
phrase-printed-brought = Overført

# Summer
phrase-printed-lines-total = Linjer
phrase-printed-allowances-total = Fradrag
phrase-printed-charges-total = Gebyrer
phrase-printed-net-total = Netto
phrase-printed-tax-total = Merverdiavgift
phrase-printed-total = Totalt
phrase-printed-due = Å betale
phrase-printed-credited = Til gode
phrase-printed-breakdown = Merverdiavgift
phrase-printed-base = Grunnlag { $currency }
phrase-printed-tax-amount = Mva. { $currency }
phrase-printed-tax-reason = Begrunnelse
phrase-printed-rate-and-code = { $rate } ({ $code })

# Korreksjoner
phrase-printed-corrections = Hva som er korrigert
phrase-printed-as-billed = Som fakturert
phrase-printed-as-right = Som det skal være
phrase-printed-changed = { $what }: { $billed } som fakturert, { $right } som det skal være
phrase-printed-price = Pris
phrase-printed-difference = Differanse

# Betaling
phrase-printed-payment = Betaling
phrase-printed-iban = IBAN { $number }
phrase-printed-bic = BIC { $number }
phrase-printed-account = Konto { $number }
phrase-printed-branch-account = Reg.nr. { $branch }, konto { $number }
phrase-printed-account-name = Kontoinnehaver { $holder }
phrase-printed-remittance = Oppgi { $number } ved betaling.

# Returbekreftelse
phrase-printed-please-return = Send varene i retur med nummeret { $number } på pakken.
phrase-printed-expected-lines = Varer som forventes i retur
phrase-printed-return-reason = Returårsak: { $text }
phrase-printed-agreed-charges = Avtalte gebyrer

# Kontoutskrift
phrase-printed-movements = Bevegelser
phrase-printed-date = Dato
phrase-printed-document = Dokument
phrase-printed-debit = Debet { $currency }
phrase-printed-credit = Kredit { $currency }
phrase-printed-balance = Saldo { $currency }
phrase-printed-opening = Inngående saldo
phrase-printed-closing = Utgående saldo
phrase-printed-open-items = Åpne poster
phrase-printed-open-amount = Åpent { $currency }
phrase-printed-full-amount = Totalt { $currency }
phrase-printed-movement-invoice = Faktura
phrase-printed-movement-credit-note = Kreditnota
phrase-printed-movement-corrected-invoice = Korrigert faktura
phrase-printed-movement-prepayment-invoice = Forskuddsfaktura
phrase-printed-movement-payment = Betaling
phrase-printed-movement-refund = Tilbakebetaling
phrase-printed-movement-write-off = Avskrivning

# Hvorfor det ikke beregnes avgift, der ingen har sagt det annerledes
phrase-printed-exempt-reverse-charge = Omvendt avgiftsplikt
phrase-printed-exempt-intra-community = Unionsintern levering
phrase-printed-exempt-export = Utførsel fra EU
phrase-printed-exempt-out-of-scope = Utenfor merverdiavgiftsområdet

# Enheter, etter UN/ECE-koder
phrase-printed-unit-piece = stk.
phrase-printed-unit-hour = t
phrase-printed-unit-day = dager
phrase-printed-unit-month = md.
phrase-printed-unit-kilogram = kg
phrase-printed-unit-gram = g
phrase-printed-unit-ton = tonn
phrase-printed-unit-metre = m
phrase-printed-unit-kilometre = km
phrase-printed-unit-square-metre = m²
phrase-printed-unit-cubic-metre = m³
phrase-printed-unit-litre = l
