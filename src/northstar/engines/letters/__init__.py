"""A letter as a PDF that everybody can read: large, tagged, in one column."""
