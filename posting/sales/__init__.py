"""Sales orders and customers' accounts: entering orders, and the payments and settlements that close what is open."""
