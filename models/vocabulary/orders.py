"""The words of orders of every kind."""

from enum import StrEnum


class OrderType(StrEnum):
    """What kind of order it is: all of them stand in one list."""

    SALES_ORDER = "SALES_ORDER"
    RETURN_ORDER = "RETURN_ORDER"
    PROJECT_CONTRACT = "PROJECT_CONTRACT"


class OrderStatus(StrEnum):
    """How far an order has come. DRAFT and CLOSED are project contracts'; sales and return orders end INVOICED."""

    DRAFT = "DRAFT"
    OPEN = "OPEN"
    DELIVERED = "DELIVERED"
    INVOICED = "INVOICED"
    CLOSED = "CLOSED"
    CANCELED = "CANCELED"
