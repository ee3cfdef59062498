"""Figures in; drawings and sentences out. Computes nothing."""
