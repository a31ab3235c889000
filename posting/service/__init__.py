"""The shell around the planners: load, plan, check, number, write, commit. One module a family of commands."""
