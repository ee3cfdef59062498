"""What is printed: Typst and the infographics."""
