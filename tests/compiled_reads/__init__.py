"""Statements beside graphql-core: the same answers."""
