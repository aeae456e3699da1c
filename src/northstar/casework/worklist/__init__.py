"""Who needs somebody today, and why: open lines, each with one holder and a next date."""
