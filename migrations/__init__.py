"""The database's history: Alembic migrations for both engines, applied when the server starts."""
