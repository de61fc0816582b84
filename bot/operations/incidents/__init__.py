"""What happens to incidents."""
