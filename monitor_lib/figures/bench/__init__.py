"""The researcher's bench: any question, of any group, with the weights, intervals and hiding of what is printed."""
