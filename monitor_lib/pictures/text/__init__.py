"""Paragraphs: what the figures say, in sentences."""
