"""What a chart means: signals, instruments, measures, deadlines, ranking. Pure functions of values and `now`."""
