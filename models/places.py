"""How many decimals are kept of amounts and of quantities, on either engine."""

AMOUNT_PLACES = 4  # the largest minor unit of any ISO 4217 currency
QUANTITY_PLACES = 6  # quantities, unit prices and per cents
