# Files of documents: what they need, and what they fail.
ELECTRONIC_DOCUMENT_INVALID-rule = { $rule }: { $said }
    .remedy = { $advice }
ELECTRONIC_RULES_MISSING-rules = { $document } needs a valid electronic document, and this server has no rules installed to check one by.
    .remedy = Install { $extra }, or switch the requirement off: updateCustomer(requireElectronicDocument: false).
INVALID_INPUT-no-format = No format is named.
    .remedy = Give electronic or print at least one format.
INVOICE_NOT_CONFIRMED-to-issue = { $name } is { $state }; files are made of posted documents.
    .remedy = Confirm it first (confirmInvoice).
DOCUMENT_INCOMPLETE-rules = The document cannot be sent as an electronic one: it does not pass { $rules }.
