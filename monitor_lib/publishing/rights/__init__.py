"""What people may ask of their data: that it is taken back, and that it is kept no longer than was said."""
