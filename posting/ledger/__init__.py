"""The door to the books: what has to hold before anything is posted, and the only code that writes the ledger.

Vouchers, packing slips and balances, too.
"""
