"""What people fill in: `view(...)` draws it, `read(...)` checks it, side by side."""
