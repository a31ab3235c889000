"""What each member of the enums of taxes and documents means, for the API's documentation."""

PAPERS: dict[tuple[str, str], str] = {
    ("ProblemCode", "ELECTRONIC_DOCUMENT_INVALID"): (
        "The customer takes valid electronic documents only, and this one does not pass a rule: one problem for each."
    ),
    ("ProblemCode", "ELECTRONIC_RULES_MISSING"): (
        "The customer takes valid electronic documents only, and the server has no rules installed to check one."
    ),
    ("WarningCode", "DOCUMENT_INCOMPLETE"): (
        "The document can be posted, and can't be sent as an electronic one: Invoice.electronicDocument says why."
    ),
    ("Language", "EN"): "English.",
    ("Language", "NB"): "Norwegian Bokmål.",
    ("Language", "DA"): "Danish.",
    ("Language", "DE"): "German.",
    ("TaxCategory", "STANDARD"): "S: taxed, at a rate above zero.",
    ("TaxCategory", "ZERO"): "Z: taxed at zero per cent.",
    ("TaxCategory", "EXEMPT"): "E: exempt; needs a reason.",
    (
        "TaxCategory",
        "REVERSE_CHARGE",
    ): "AE, reverse charge: the buyer owes the tax; needs the buyer's VAT number and a reason.",
    (
        "TaxCategory",
        "INTRA_COMMUNITY",
    ): (
        "K: delivered to a business in another EU state; needs the buyer's VAT number, the day and the "
        "country of delivery, and a reason."
    ),
    ("TaxCategory", "EXPORT"): "G: delivered out of the EU; needs a reason.",
    (
        "TaxCategory",
        "OUT_OF_SCOPE",
    ): "O: not within the scope of VAT at all; no rate, and no other category on the same document.",
    ("TaxRounding", "LINE"): "Each line and charge for itself.",
    (
        "TaxRounding",
        "RATE",
    ): "Once for each code and rate of the document; the remainder is spread over its lines in order.",
    ("DocumentKind", "INVOICE"): "380.",
    ("DocumentKind", "CREDIT_NOTE"): "381: amounts are positive, and it names what it credits.",
    ("DocumentKind", "CORRECTED_INVOICE"): "384: an invoice that corrects another; between German parties alone.",
    ("DocumentKind", "PREPAYMENT_INVOICE"): "386: bills nothing but advances.",
    ("ElectronicFormat", "UBL"): "UBL 2.1 Invoice and CreditNote.",
    ("ElectronicFormat", "CII"): "UN/CEFACT Cross Industry Invoice D16B; also what is embedded in the PDF.",
    (
        "ElectronicFormat",
        "KSEF_FA3",
    ): "FA(3) of Poland's KSeF, for Polish sellers. It has rules of its own: the profile says nothing of it.",
    ("ElectronicProfile", "EN16931"): "The European standard alone.",
    (
        "ElectronicProfile",
        "PEPPOL_BIS_3",
    ): "Peppol BIS Billing 3: electronic addresses, a buyer reference or order number, one process.",
    ("PrintFormat", "PDF"): "PDF/A-3; with the CII file inside where that passes the rules (Factur-X, ZUGFeRD).",
    ("PrintFormat", "HTML"): "One HTML page without links to anything outside it.",
    ("DocumentProblemSeverity", "FATAL"): "The document does not pass.",
    ("DocumentProblemSeverity", "WARNING"): "It passes, and somebody should look.",
}
