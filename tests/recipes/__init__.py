"""The recipes of CONTRIBUTING.md, followed to the end."""
