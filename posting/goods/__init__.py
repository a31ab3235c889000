"""Goods that were sold or credited, as they stand: for whoever corrects them, or takes them back."""
