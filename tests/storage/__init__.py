"""What the database itself guarantees: guards, transactions, migrations and exact numbers, on both engines."""
