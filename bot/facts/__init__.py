"""What messages and forms are made from: pure values, filled by queries."""
