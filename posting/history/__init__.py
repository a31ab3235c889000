"""The history: what was done, by whom, when and why, written by the very transaction that does it (access 3)."""
