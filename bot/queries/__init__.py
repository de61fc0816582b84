"""What we look up in the database: every query has a name, and only reads."""
