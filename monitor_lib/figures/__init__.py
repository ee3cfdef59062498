"""Respondents in; the figures table out. Knows numbers, not pictures."""
