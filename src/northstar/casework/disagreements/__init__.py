"""What people settle between sources: each question has a holder and a next date, and stays settled
only as long as every source keeps to what it said then."""
