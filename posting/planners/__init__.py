"""Pure planners: facts and a request in, a plan or a refusal out. No database, no GraphQL, no clock."""
