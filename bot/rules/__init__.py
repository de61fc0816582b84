"""How things are decided: pure functions that know no database, Slack, clock or settings."""
