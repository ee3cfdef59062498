"""The survey while it is held: who is invited, how its export is understood, and who answered so far."""
