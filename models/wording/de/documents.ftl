# Dateien von Belegen: was sie brauchen, und woran sie scheitern.
ELECTRONIC_DOCUMENT_INVALID-rule = { $rule }: { $said } Belege für { $customer } müssen sie bestehen{ GIVEN($term) ->
    [yes] {" "}({ $term })
   *[no] {""}
 }.
    .remedy = { $advice }
ELECTRONIC_RULES_MISSING-rules = { $customer } braucht einen gültigen elektronischen Beleg, und auf diesem Server sind keine Regeln installiert, nach denen er geprüft werden könnte.
    .remedy = Installieren Sie { $extra }, oder schalten Sie die Pflicht ab: updateCustomer(requireElectronicDocument: false).
INVALID_INPUT-no-format = Es ist kein Format angegeben.
    .remedy = Geben Sie in electronic oder print mindestens ein Format an.
INVOICE_NOT_CONFIRMED-to-issue = { $name } ist { $state }; Dateien gibt es von gebuchten Belegen.
    .remedy = Bestätigen Sie die Rechnung zuerst (confirmInvoice).
DOCUMENT_INCOMPLETE-rules = Der Beleg kann nicht elektronisch versandt werden: er besteht { $rules } nicht.
# Was einem Beleg fehlt: unsere eigenen Regeln, und was eine verletzte Regel heilt, unsere oder eine amtliche.
REBILL-01 = Eine Rechnungskorrektur lautet auf { $amount } { $currency } und darf nicht negativ sein: was mehr geschuldet wird, gehört auf eine Rechnung.
REBILL-02 = Er schreibt gut, korrigiert oder zieht ab und nennt den Beleg nicht, der ihm vorausging.
REBILL-03 = Die Steuerkategorie ist nicht bekannt: { $what }.
REBILL-04 = { $amount } { $currency } sind zu zahlen, und es gibt weder ein Fälligkeitsdatum noch Zahlungsbedingungen.
REBILL-05 = { $term } ist { $given }, und der Betrag des Belegs selbst ist { $expected }.
REBILL-06 = { $only ->
    [german] Nur zwischen zwei deutschen Parteien ist eine Rechnung, die eine andere korrigiert, eine 384.
   *[other] Nur eine Rechnung, die nichts als Anzahlungen berechnet, ist eine { $code }.
}
REBILL-07 = Die Prüfziffern von { $number } sind falsch.
REBILL-08 = Zeile { $line } lautet auf { $given }; Menge, Preis, Nachlass und Zuschlag ergeben { $expected }.
REBILL-09 = { $amount } { $currency } sind zu zahlen, und es ist kein Konto genannt.
REBILL-10 = { $what } wurde bei der Buchung des Belegs nicht kopiert; gezeigt wird der heutige Stand.
RULES-missing = Die amtlichen Regeln sind nicht installiert, darum ist von nichts bekannt, dass es gültig ist.

phrase-line-of = Zeile { $line }
phrase-lines-of = Zeilen { AND($line) }
phrase-charge-of = Zuschlag { $description }

REMEDY-see = Siehe docs/electronic-documents.md.
REMEDY-company = Den Verkäufer mit setCompany vervollständigen.
REMEDY-accounts = Ein Konto mit setCompany(bankAccounts) angeben.
REMEDY-company-electronic = Die electronicAddress des Verkäufers mit setCompany angeben.
REMEDY-customer = Den Kunden mit updateCustomer(address, taxRegistrationNumber) vervollständigen.
REMEDY-customer-electronic = Die electronicAddress des Kunden mit updateCustomer angeben.
REMEDY-payment-terms = Die paymentTermsDays des Kunden mit updateCustomer angeben.
REMEDY-country-letters = Die Nummer mit den Buchstaben des Landes beginnen: setCompany(vatNumber) oder updateCustomer(taxRegistrationNumber).
REMEDY-numbers = Die richtige Nummer angeben: setCompany(vatNumber, bankAccounts) oder updateCustomer(taxRegistrationNumber).
REMEDY-unit = Dem Produkt eine Einheit geben, die für einen UN/ECE-Code steht: updateProduct(unit).
REMEDY-tax-code = Der Zeile, dem Zuschlag, dem Produkt oder dem Kunden einen taxCode geben.
REMEDY-rounding = Die Steuer je Satz einmal runden mit setCompany(taxRounding: RATE), oder die eingegebenen Steuerbeträge berichtigen.
REMEDY-exemption-reason = Dem Steuercode einen Grund geben: setTaxCode(exemptionReason).
REMEDY-packing-slip = Die Lieferung mit postPackingSlip buchen, damit ihr Tag bekannt ist.
REMEDY-delivery-address = Dem Auftrag eine deliveryAddress mit Land geben, oder mit updateCustomer dem Kunden.
REMEDY-preceding = Die Rechnungszeile selbst zurücknehmen, oder die Rechnung mit createReturnOrder(precedingInvoices) nennen.
REMEDY-reference = Dem Auftrag eine buyerReference oder eine purchaseOrderNumber geben, oder dem Kunden eine buyerReference.
REMEDY-decimals = EN 16931 nimmt Beträge mit höchstens zwei Dezimalstellen: dem Kunden den gedruckten Beleg senden.
REMEDY-rules = Installieren: pip install 'rebill[rules]'
