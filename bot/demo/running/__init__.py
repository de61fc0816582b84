"""How local-slack is started, and how it never outlives us."""
