"""What is on the screen of the workspace, and what can be done with it."""
