"""The planners, tested as what they are: pure functions from facts to a plan or problems, in milliseconds."""
