"""What we look up: reads only, each query named."""
