# Filer af dokumenter: hvad de behøver, og hvad de ikke består.
ELECTRONIC_DOCUMENT_INVALID-rule = { $rule }: { $said }
    .remedy = { $advice }
ELECTRONIC_RULES_MISSING-rules = { $document } skal have et gyldigt elektronisk dokument, og denne server har ingen regler installeret til at kontrollere det med.
    .remedy = Installer { $extra }, eller slå kravet fra: updateCustomer(requireElectronicDocument: false).
INVALID_INPUT-no-format = Der er ikke angivet noget format.
    .remedy = Angiv mindst ét format i electronic eller print.
INVOICE_NOT_CONFIRMED-to-issue = { $name } er { $state }; filer laves af bogførte dokumenter.
    .remedy = Bekræft den først (confirmInvoice).
DOCUMENT_INCOMPLETE-rules = Dokumentet kan ikke sendes elektronisk: det består ikke { $rules }.
