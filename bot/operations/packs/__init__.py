"""What happens to packs, to their units, and to claims on packs."""
