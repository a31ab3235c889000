"""Return orders: from their creation over arrival and packing slip to the credit note."""
