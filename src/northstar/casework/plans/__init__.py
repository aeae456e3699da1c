"""The plan of care of one person: words as they are written, signed versions, agreement, copies given."""
