"""Whether groups differ by more than chance."""
