"""How it is decided: pure functions; no database, Slack, clock or settings."""
