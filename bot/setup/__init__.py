"""`guichet setup`: from an app in Slack to a first incident."""
