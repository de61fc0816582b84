"""What happens: one verb, one transaction: rows, audit and outbox; no Slack."""
