"""What Slack sends: read the request, call one operation, acknowledge. One file per gesture."""
