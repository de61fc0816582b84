"""What Slack sends, read and checked before Bolt and the listeners see it."""
