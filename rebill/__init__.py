"""Rebill: the GraphQL server for what happens after an invoice was wrong."""
