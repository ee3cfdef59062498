"""The words of the monitor: its languages, translations, and how words are compared."""
