"""A person's case in a program of care: from the referral to the letter that closes it, in dated rows."""
