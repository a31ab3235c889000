"""Draft project invoices: proposing, changing and correcting them, before they are confirmed."""
