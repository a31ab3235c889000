"""Vouchers for what was posted before there were any."""

from sqlalchemy import Connection


def backfill(connection: Connection) -> None:
    """Write them."""
