"""A month's claims: what each case asks, from its dated rows, and what was given out to be claimed."""
