"""What is made for a few and is in no release: tables for researchers, mirrors, briefings."""
