"""Pure planners of sales orders and return orders: deliveries, receipts, invoices, credit notes, and settling them."""
