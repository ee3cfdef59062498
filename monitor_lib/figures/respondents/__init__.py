"""Who is behind the figures: what each respondent answered, and for how many initiatives it stands."""
