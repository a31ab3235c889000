"""Pure planners of project invoices: which ledger rows a confirmed draft leaves behind, and what keeps it from that."""
