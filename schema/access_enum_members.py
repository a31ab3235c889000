"""What each member of the enums of access means: duties, who acts, and what becomes of requests for approval."""

ACCESS: dict[tuple[str, str], str] = {
    ("ApprovalStatus", "PENDING"): "Nobody has decided yet.",
    ("ApprovalStatus", "APPROVED"): "Approved, and not yet posted.",
    ("ApprovalStatus", "DECLINED"): "Declined.",
    ("ApprovalStatus", "EXPIRED"): "Not decided, or not posted, in time.",
    (
        "ApprovalStatus",
        "VOID",
    ): "Replaced by a newer request for the same posting, or its approver's key was revoked before it was used.",
    ("ApprovalStatus", "USED"): "Posted under it.",
    ("ApprovalDecision", "APPROVE"): "Exactly this plan may be posted.",
    ("ApprovalDecision", "DECLINE"): "It may not; say why.",
    ("Scope", "READ"): "Read everything but API keys; plan, preview and explain.",
    (
        "Scope",
        "DRAFT",
    ): "Enter what leads to a document and is none: customers, products, orders, returns, contracts, work, drafts, "
    "corrections.",
    ("Scope", "RECEIVE"): "Move goods: arrivals, inspection, dispositions, packing slips.",
    ("Scope", "INVOICE"): "Post documents that bill.",
    ("Scope", "CREDIT"): "Post documents that credit, return or correct.",
    ("Scope", "PAY"): "Record payments, settle, mark as paid.",
    ("Scope", "SETUP"): "Set up: fiscal periods, reason and disposition codes, accounts, parameters.",
    ("Scope", "APPROVE"): "Approve or decline what somebody else has asked to post.",
    ("Scope", "ADMIN"): "Create and revoke API keys, set approval policies.",
    ("ActorKind", "KEY"): "An API key.",
    (
        "ActorKind",
        "SUBJECT",
    ): "The subject of a signed token, that is a person or a program known to your sign-in service.",
    (
        "ActorKind",
        "OPERATOR",
    ): "Whoever ran a command on the server's machine, by the name of the account there.",
    ("ActorKind", "ANONYMOUS"): "Anybody: the server was open when it happened.",
}
