"""Approval that signs the effect: policies, requests, two persons, and posting under them (access 4)."""
