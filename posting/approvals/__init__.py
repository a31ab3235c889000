"""Asking for approval, and deciding: what the door then finds for itself."""
