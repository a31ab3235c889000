# Dateien von Belegen: was sie brauchen, und woran sie scheitern.
ELECTRONIC_DOCUMENT_INVALID-rule = { $rule }: { $said }
    .remedy = { $advice }
ELECTRONIC_RULES_MISSING-rules = { $document } braucht einen gültigen elektronischen Beleg, und auf diesem Server sind keine Regeln installiert, nach denen er geprüft werden könnte.
    .remedy = Installieren Sie { $extra }, oder schalten Sie die Pflicht ab: updateCustomer(requireElectronicDocument: false).
INVALID_INPUT-no-format = Es ist kein Format angegeben.
    .remedy = Geben Sie in electronic oder print mindestens ein Format an.
INVOICE_NOT_CONFIRMED-to-issue = { $name } ist { $state }; Dateien gibt es von gebuchten Belegen.
    .remedy = Bestätigen Sie die Rechnung zuerst (confirmInvoice).
DOCUMENT_INCOMPLETE-rules = Der Beleg kann nicht elektronisch versandt werden: er besteht { $rules } nicht.
