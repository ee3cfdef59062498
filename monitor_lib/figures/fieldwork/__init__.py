"""Figures of a survey that is still held: where the number of answers leads."""
