"""What people read: facts in, Block Kit out; pure."""
