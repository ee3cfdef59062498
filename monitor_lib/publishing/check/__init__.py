"""What no release may show: persons, and what is hidden."""
