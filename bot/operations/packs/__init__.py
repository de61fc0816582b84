"""What happens to packs, their units and claims to them."""
