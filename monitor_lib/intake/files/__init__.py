"""Files of strangers: checked, read in a process of their own, and handed on as cells of text."""
