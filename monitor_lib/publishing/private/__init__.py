"""What is made for a few and never published: tables for researchers, mirrors."""
