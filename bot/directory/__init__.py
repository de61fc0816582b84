"""WHO IS WHO: what Slack knows of people, asked at most once in a while, and remembered."""
