"""The shared posting service: the only place that decides what is posted.

`rules` holds the customer's tables as data, `planners` turn a command and the rows it needs into a plan without
touching anything, `service` loads, plans, checks and commits in one transaction.
"""
