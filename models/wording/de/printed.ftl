# Was auf gedruckten Belegen steht.

# Titel
phrase-printed-title-invoice = Rechnung
phrase-printed-title-credit-note = Rechnungskorrektur
phrase-printed-title-credits-whole = Stornorechnung
phrase-printed-title-corrected-invoice = Rechnungskorrektur
phrase-printed-title-prepayment-invoice = Anzahlungsrechnung
phrase-printed-title-pro-forma = Proforma – keine Rechnung
phrase-printed-title-confirmation = Retourenbestätigung
phrase-printed-title-statement = Kontoauszug
phrase-printed-page = Seite { $page } / { $pages }

# Parteien
phrase-printed-billed-to = Rechnungsempfänger
phrase-printed-customer = Kunde
phrase-printed-delivered-to = Lieferadresse
phrase-printed-send-to = Rücksendung an
phrase-printed-attention = z. Hd. { $person }
phrase-printed-vat-number = USt-IdNr. { $number }
phrase-printed-registration-number = Handelsregisternummer { $number }
phrase-printed-registration-elsewhere = Registernummer { $number }
phrase-printed-phone = Telefon { $number }

# Angaben
phrase-printed-number = Nummer
phrase-printed-invoice-date = Datum
phrase-printed-due-date = Fälligkeitsdatum
phrase-printed-terms = Zahlungsbedingungen
phrase-printed-customer-number = Kundennummer
phrase-printed-buyer-reference = Ihr Zeichen
phrase-printed-purchase-order = Bestellnummer
phrase-printed-contract = Projektvertrag
phrase-printed-sales-order = Kundenauftrag
phrase-printed-packing-slip = Lieferschein
phrase-printed-delivery-date = Lieferdatum
phrase-printed-period = Leistungszeitraum
phrase-printed-statement-period = Zeitraum
phrase-printed-span = { $from } bis { $to }
phrase-printed-rma-number = Retourennummer (RMA)
phrase-printed-return-order = Retourenauftrag
phrase-printed-deadline = Rücksendung bis
phrase-printed-reason = Grund: { $text }

# Frühere Belege
phrase-printed-credits = Korrektur zur Rechnung { $number } vom { $day }
phrase-printed-cancels = Storno der Rechnung { $number } vom { $day }
phrase-printed-corrects = Korrektur zu { $number } vom { $day }
phrase-printed-refers = Bezieht sich auf { $number } vom { $day }

# Positionen
phrase-printed-position = Pos.
phrase-printed-description = Beschreibung
phrase-printed-quantity = Menge
phrase-printed-expected = Erwartet
phrase-printed-unit = Einheit
phrase-printed-unit-price = Preis { $currency }
phrase-printed-discount = Rabatt
phrase-printed-adjustment = Anpassung
phrase-printed-tax-rate = USt.
phrase-printed-net-amount = Netto { $currency }
phrase-printed-amount = Betrag { $currency }
phrase-printed-product = Artikelnr. { $number }
phrase-printed-forward = Übertrag
phrase-printed-brought = Übertrag

# Summen
phrase-printed-lines-total = Positionen
phrase-printed-allowances-total = Abzüge
phrase-printed-charges-total = Zuschläge
phrase-printed-net-total = Nettobetrag
phrase-printed-tax-total = Umsatzsteuer
phrase-printed-total = Gesamtbetrag
phrase-printed-due = Zahlbetrag
phrase-printed-credited = Zu Ihren Gunsten
phrase-printed-breakdown = Umsatzsteuer
phrase-printed-base = Bemessungsgrundlage { $currency }
phrase-printed-tax-amount = USt. { $currency }
phrase-printed-tax-reason = Begründung
phrase-printed-rate-and-code = { $rate } ({ $code })

# Korrekturen
phrase-printed-corrections = Was berichtigt wird
phrase-printed-as-billed = Wie berechnet
phrase-printed-as-right = Wie es richtig ist
phrase-printed-changed = { $what }: { $billed } wie berechnet, { $right } wie es richtig ist
phrase-printed-price = Preis
phrase-printed-difference = Differenz

# Zahlung
phrase-printed-payment = Zahlung
phrase-printed-iban = IBAN { $number }
phrase-printed-bic = BIC { $number }
phrase-printed-account = Konto { $number }
phrase-printed-branch-account = BLZ { $branch }, Konto { $number }
phrase-printed-account-name = Kontoinhaber { $holder }
phrase-printed-remittance = Bitte geben Sie bei der Zahlung { $number } an.

# Retourenbestätigung
phrase-printed-please-return = Bitte senden Sie die Ware mit der Nummer { $number } auf dem Paket zurück.
phrase-printed-expected-lines = Erwartete Ware
phrase-printed-return-reason = Retourengrund: { $text }
phrase-printed-agreed-charges = Vereinbarte Zuschläge

# Kontoauszug
phrase-printed-movements = Bewegungen
phrase-printed-date = Datum
phrase-printed-document = Beleg
phrase-printed-debit = Soll { $currency }
phrase-printed-credit = Haben { $currency }
phrase-printed-balance = Saldo { $currency }
phrase-printed-opening = Anfangssaldo
phrase-printed-closing = Endsaldo
phrase-printed-open-items = Offene Posten
phrase-printed-open-amount = Offen { $currency }
phrase-printed-full-amount = Gesamt { $currency }
phrase-printed-movement-invoice = Rechnung
phrase-printed-movement-credit-note = Rechnungskorrektur
phrase-printed-movement-corrected-invoice = Rechnungskorrektur
phrase-printed-movement-prepayment-invoice = Anzahlungsrechnung
phrase-printed-movement-payment = Zahlung
phrase-printed-movement-refund = Rückzahlung
phrase-printed-movement-write-off = Ausbuchung

# Warum keine Steuer berechnet wird, wo niemand es anders gesagt hat
phrase-printed-exempt-reverse-charge = Steuerschuldnerschaft des Leistungsempfängers
phrase-printed-exempt-intra-community = Steuerfreie innergemeinschaftliche Lieferung
phrase-printed-exempt-export = Steuerfreie Ausfuhrlieferung
phrase-printed-exempt-out-of-scope = Nicht steuerbar

# Einheiten, nach UN/ECE-Codes
phrase-printed-unit-piece = Stk.
phrase-printed-unit-hour = Std.
phrase-printed-unit-day = Tage
phrase-printed-unit-month = Mon.
phrase-printed-unit-kilogram = kg
phrase-printed-unit-gram = g
phrase-printed-unit-ton = t
phrase-printed-unit-metre = m
phrase-printed-unit-kilometre = km
phrase-printed-unit-square-metre = m²
phrase-printed-unit-cubic-metre = m³
phrase-printed-unit-litre = l
