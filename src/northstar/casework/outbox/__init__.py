"""What our people write to somebody, from the moment it is written until it is known to have come."""
