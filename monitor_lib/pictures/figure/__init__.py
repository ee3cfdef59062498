"""One figure as a thing to show: its row, its words, its line, its colours."""
