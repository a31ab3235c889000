"""Files in and out: `rebill import` and `rebill export`."""
