"""A whole story that plays by itself."""
