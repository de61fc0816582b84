"""Files that an operator imports: what they say, what is wrong with them, and what becomes of it."""
