"""What takes a message out of the house: one file a kind of carrier, all behind one small door.

A carrier says honestly what it knows: taken, refused, surely not taken (try later), or not known. Only
who is sure may be tried again without a person. None knows Django, patients or the record.
"""
