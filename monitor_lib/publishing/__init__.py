"""Runs the notebooks, exports, checks and publishes a wave."""
