"""What may be shown, and what a reader could work out of what is hidden."""
