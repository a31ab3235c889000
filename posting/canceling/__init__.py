"""Cancelling posted documents: what they did is loaded, mirrored by a planner, and posted (putting-right 4)."""
