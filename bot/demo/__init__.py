"""A local workspace that plays Slack, and people who act in it."""
