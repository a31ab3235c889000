# Filer av dokumenter: hva de trenger, og hva de ikke består.
ELECTRONIC_DOCUMENT_INVALID-rule = { $rule }: { $said }
    .remedy = { $advice }
ELECTRONIC_RULES_MISSING-rules = { $document } trenger et gyldig elektronisk dokument, og denne serveren har ingen regler installert til å kontrollere det med.
    .remedy = Installer { $extra }, eller slå kravet av: updateCustomer(requireElectronicDocument: false).
INVALID_INPUT-no-format = Det er ikke oppgitt noe format.
    .remedy = Oppgi minst ett format i electronic eller print.
INVOICE_NOT_CONFIRMED-to-issue = { $name } er { $state }; filer lages av posterte dokumenter.
    .remedy = Bekreft den først (confirmInvoice).
DOCUMENT_INCOMPLETE-rules = Dokumentet kan ikke sendes elektronisk: det består ikke { $rules }.
