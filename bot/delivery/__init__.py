"""How what Guichet says reaches Slack."""
