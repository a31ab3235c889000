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
INVALID_INPUT-page-too-long = { $document } hat { $rows } Zeilen, und eine PDF höchstens { $most }.
    .remedy = HTML nehmen, oder eine Datei für Maschinen.
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
KSEF-01 = { $is ->
    [missing] Zu { $document } ist keine KSeF-Nummer vermerkt; eine Korrektur muss sie nennen.
   *[none] Was als KSeF-Nummer von { $document } vermerkt ist, ist keine: { $number }.
}
KSEF-02 = { $is ->
    [elsewhere] FA(3) ist für Verkäufer in Polen.
    [missing] Der Verkäufer hat keine NIP.
   *[wrong] Die NIP { $number } des Verkäufers ist nicht gültig.
}
KSEF-03 = { $is ->
    [missing] Eine solche Steuer verlangt die USt-IdNr. des Käufers: bei Waren in einen anderen Staat der Union die eines solchen.
    [changed] { $document } lautet auf die Nummer { $number } des Käufers; FA(3) nimmt keine Berichtigung davon auf eine andere.
    [polish] Die NIP { $number } des Käufers ist nicht gültig.
    [union] Die USt-IdNr. { $number } des Käufers passt nicht in FA(3): höchstens zwölf Buchstaben und Ziffern nach denen des Staates.
   *[other] Die USt-IdNr. { $number } des Käufers ist länger, als FA(3) zulässt.
}
KSEF-04 = Der Käufer hat keine Postanschrift, oder eine, die nur ein Land nennt.
KSEF-05 = { $is ->
    [missing] Es berichtigt oder schreibt gut und nennt keinen Grund.
   *[long] Der Grund hat mehr als { $most } Zeichen.
}
KSEF-06 = Es lautet auf { $currency }; FA(3) lässt sich aus Dokumenten in PLN machen.
KSEF-07 = { $is ->
    [code] FA(3) hat keinen Satz wie den dieser Zeilen: { $line }.
    [words] Die Gesetze, nach denen es steuerfrei ist, haben zusammen mehr als { $most } Zeichen.
   *[law] Es ist steuerfrei und nennt nicht, nach welchem Gesetz.
}
KSEF-08 = { $what ->
    [advances] FA(3) kann noch nichts von Anzahlungen sagen: weder berechneten noch abgezogenen noch berichtigten.
    [repeat] FA(3) kann noch nichts von einem Dokument sagen, das ein anderes wiederholt, weil eine Partei falsch war.
   *[mixed] FA(3) nimmt verkaufte und zurückgenommene Ware nicht in einem Dokument.
}
KSEF-09 = Die Zeilen ergeben { $given } in { $field } und das Dokument { $expected }.
KSEF-10 = Die Datei hat { $given } Bytes; KSeF nimmt { $most }.
KSEF-11 = { $buyer } hat weder NIP noch USt-IdNr.; die Datei sagt, dass es keine gibt.
KSEF-12 = Die Prüfziffern der KSeF-Nummer von { $document } sind falsch: { $number }.
KSEF-13 = Der Betrag von { $amount } PLN kann geteilte Zahlung verlangen (Anhang 15), was die Datei nicht sagt.
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
REMEDY-ksef-number = Vermerken Sie die Nummer mit recordExternalReference(system: "KSEF"); bei einem Dokument, das nie in KSeF war, den Wert NONE.
REMEDY-nip = Geben Sie dem Verkäufer eine polnische Anschrift und seine NIP mit setCompany(address, vatNumber).
REMEDY-nip-of-buyer = Geben Sie die NIP oder USt-IdNr. des Käufers mit updateCustomer(taxRegistrationNumber) an.
REMEDY-correction-reason = Nennen Sie den Grund: reason der Korrektur oder reasonCode des Retourenauftrags.
REMEDY-zloty = Berechnen Sie in PLN, oder senden Sie diesem Kunden das gedruckte Dokument.
REMEDY-polish-codes = Geben Sie der Zeile einen taxCode mit 23, 22, 8, 7, 5 oder 0 Prozent oder einer anderen Kategorie, einem steuerfreien sein Gesetz: setTaxCode(exemptionReason).
REMEDY-polish-kinds = Buchen Sie Verkauftes und Zurückgenommenes je für sich; berechnen Sie ohne Anzahlungen; wo eine Partei falsch war, nehmen Sie die Rechnung mit cancelInvoice zurück und berechnen Sie neu.
REMEDY-several = Berechnen Sie es in mehreren Dokumenten.
REMEDY-split-payment = Wo Anhang 15 gilt, senden Sie dieses Dokument auf anderem Weg als mit dieser Datei.
REMEDY-decimals = EN 16931 nimmt Beträge mit höchstens zwei Dezimalstellen: dem Kunden den gedruckten Beleg senden.
REMEDY-rules = Installieren: pip install 'rebill[rules]'
