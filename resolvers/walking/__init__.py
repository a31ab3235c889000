"""Walking: graphql-core, made for rows, answers what statements do not."""
