"""The planners of sales and returns, on books in memory."""
