"""What respondents say of the whole list, and how sure that is."""
