"""The GraphQL schema: names, nullability and descriptions. Decides nothing."""
