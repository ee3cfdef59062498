"""Which rows and which answers belong to one initiative, and what people decided about it."""
