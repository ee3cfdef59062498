"""The public tables and the downloads."""
