"""Slides to take along: what they say, and their drawing as PPTX."""
