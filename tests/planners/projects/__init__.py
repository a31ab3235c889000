"""The planners of project invoices, on books in memory."""
