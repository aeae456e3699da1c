"""The minutes of what was done, attested by whoever did it: no timer, and no minute twice."""
