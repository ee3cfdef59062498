"""The answers as tables for researchers, by code and in words, with scripts that reproduce figures. Never published."""
