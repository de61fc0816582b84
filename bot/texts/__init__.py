"""The words: a file for each language (Fluent), and how dates and lengths of time are written."""
