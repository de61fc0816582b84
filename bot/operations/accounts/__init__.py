"""What managers change about accounts, their members and products."""
