"""The areas of the monitor: their codes, outlines, places and inhabitants."""
