"""Set-up by the users themselves: customers and products, periods, codes, accounts, parameters."""
