"""Files of text in; typed, matched rows out. The only stage that sees contacts."""
