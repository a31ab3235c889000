"""What mends which rule: the term that it is about, and the operation of the API that gives it (documents 3.7).

A rule that is not here has its own sentence to go by, and the page that says how documents are made.
"""

from dataclasses import dataclass

PEPPOL = "PEPPOL-EN16931-"
SEE = "see"


@dataclass(frozen=True)
class Remedy:
    """The key of what to do, and the business term where the rule is about one."""

    mended_by: str
    term: str | None = None


REMEDIES: dict[str, Remedy] = {
    "BR-06": Remedy("company", "BT-27"),
    "BR-08": Remedy("company", "BG-5"),
    "BR-09": Remedy("company", "BT-40"),
    "BR-CO-26": Remedy("company", "BT-31"),
    "BR-S-02": Remedy("company", "BT-31"),
    "BR-Z-02": Remedy("company", "BT-31"),
    "BR-E-02": Remedy("company", "BT-31"),
    "BR-G-02": Remedy("company", "BT-31"),
    "BR-10": Remedy("customer", "BG-8"),
    "BR-11": Remedy("customer", "BT-55"),
    "BR-IC-02": Remedy("customer", "BT-48"),
    "BR-AE-02": Remedy("customer", "BT-48"),
    "BR-CO-09": Remedy("country-letters"),
    "BR-CL-23": Remedy("unit", "BT-130"),
    "BR-32": Remedy("tax-code", "BT-95"),
    "BR-37": Remedy("tax-code", "BT-102"),
    "BR-47": Remedy("tax-code", "BT-118"),
    "BR-CO-04": Remedy("tax-code", "BT-151"),
    "BR-CO-17": Remedy("rounding", "BT-117"),
    "BR-S-09": Remedy("rounding", "BT-117"),
    "BR-IC-10": Remedy("exemption-reason", "BT-120"),
    "BR-AE-10": Remedy("exemption-reason", "BT-120"),
    "BR-E-10": Remedy("exemption-reason", "BT-120"),
    "BR-G-10": Remedy("exemption-reason", "BT-120"),
    "BR-O-10": Remedy("exemption-reason", "BT-120"),
    "BR-IC-11": Remedy("packing-slip", "BT-72"),
    "BR-IC-12": Remedy("delivery-address", "BT-80"),
    f"{PEPPOL}R003": Remedy("reference", "BT-10"),
    f"{PEPPOL}R010": Remedy("customer-electronic", "BT-49"),
    f"{PEPPOL}R020": Remedy("company-electronic", "BT-34"),
    "NO-R-001": Remedy("numbers", "BT-31"),
    "NO-R-002": Remedy("company", "BT-32"),
    "DK-R-002": Remedy("company", "BT-30"),
    "DK-R-014": Remedy("company", "BT-30"),
    "DK-R-005": Remedy("accounts", "BT-81"),
    "DK-R-006": Remedy("accounts", "BT-86"),
    "PEPPOL-COMMON-R041": Remedy("numbers"),
    "PEPPOL-COMMON-R042": Remedy("numbers"),
    "DE-R-001": Remedy("accounts", "BG-16"),
    "DE-R-002": Remedy("company", "BG-6"),
    "DE-R-003": Remedy("company", "BT-37"),
    "DE-R-004": Remedy("company", "BT-38"),
    "DE-R-005": Remedy("company", "BT-41"),
    "DE-R-006": Remedy("company", "BT-42"),
    "DE-R-007": Remedy("company", "BT-43"),
    "DE-R-008": Remedy("customer", "BT-52"),
    "DE-R-009": Remedy("customer", "BT-53"),
    "DE-R-010": Remedy("delivery-address", "BT-77"),
    "DE-R-011": Remedy("delivery-address", "BT-78"),
    "DE-R-015": Remedy("reference", "BT-10"),
    "DE-R-016": Remedy("company", "BT-31"),
    "DE-R-019": Remedy("accounts", "BT-84"),
    "DE-R-027": Remedy("company", "BT-42"),
    "DE-R-028": Remedy("company", "BT-43"),
    "KSEF-01": Remedy("ksef-number", "BT-25"),
    "KSEF-02": Remedy("nip", "BT-31"),
    "KSEF-03": Remedy("nip-of-buyer", "BT-48"),
    "KSEF-04": Remedy("customer", "BG-8"),
    "KSEF-05": Remedy("correction-reason", "BT-22"),
    "KSEF-06": Remedy("zloty", "BT-5"),
    "KSEF-07": Remedy("polish-codes", "BT-151"),
    "KSEF-08": Remedy("polish-kinds", "BT-3"),
    "KSEF-09": Remedy("see", "BT-116"),
    "KSEF-10": Remedy("several"),
    "KSEF-11": Remedy("nip-of-buyer", "BT-48"),
    "KSEF-12": Remedy("ksef-number", "BT-25"),
    "KSEF-13": Remedy("split-payment", "BT-112"),
    "REBILL-02": Remedy("preceding", "BT-25"),
    "REBILL-03": Remedy("tax-code", "BT-151"),
    "REBILL-04": Remedy("payment-terms", "BT-9"),
    "REBILL-07": Remedy("numbers"),
    "REBILL-09": Remedy("accounts", "BT-84"),
}
DECIMALS = "BR-DEC-"  # more places than the standard takes: those of a currency with three


def remedy_of(rule: str) -> Remedy:
    """What mends a rule.

    >>> remedy_of("BR-10").mended_by, remedy_of("BR-65").mended_by
    ('customer', 'see')
    """
    if rule.startswith(DECIMALS):
        return Remedy("decimals")
    return REMEDIES.get(rule, Remedy(SEE))
