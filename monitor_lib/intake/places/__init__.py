"""Where a delivered row lies, and how sure that is."""
