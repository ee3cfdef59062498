"""Inventory lists: sheets of text in, typed rows out."""
