"""The house style, and what pages are dressed with."""
