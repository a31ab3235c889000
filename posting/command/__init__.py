"""What every command needs: its transaction, its idempotency key, the clock, checks of values, and finding records."""
