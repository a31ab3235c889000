"""What a file can bring in: commands besides those of the API, and handlers that carry out many of them together."""
