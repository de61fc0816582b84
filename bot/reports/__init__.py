"""Figures, for people and for monitoring."""
