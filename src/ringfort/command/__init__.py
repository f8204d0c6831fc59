"""From tracks to identities, orders and warnings."""
