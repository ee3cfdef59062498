"""Notebooks made pages, and the pages around them."""
