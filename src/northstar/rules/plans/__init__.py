"""What a plan of care says: its shape, how versions differ, what it lacks, where the record contradicts it."""
