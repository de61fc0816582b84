"""How local-slack gets onto this machine."""
