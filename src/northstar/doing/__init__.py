"""What people do for somebody, taken down the one road: one file a kind of act.

An act is written once and shows everywhere: as a line of the person's notes, as minutes, as a fact
that the rules see, as a step of the work it was part of, and in the audit chain.
"""
