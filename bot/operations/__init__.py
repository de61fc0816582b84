"""What happens: each verb is one transaction of rows, audit trail and outbox messages; nothing here calls Slack."""
