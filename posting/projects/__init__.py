"""Project contracts: their work, their marks and limits, and the invoices that bill and correct it."""
