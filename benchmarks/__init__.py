"""Figures: scripts that measure a running Rebill and print ratios."""
