"""Guichet: a support-intake bot for Slack."""
