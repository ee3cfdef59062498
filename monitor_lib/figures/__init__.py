"""Respondents in; the figures table out. Knows numbers, not pictures."""

SEED = 1  # of the directions that the audit tries; no figure depends on it
