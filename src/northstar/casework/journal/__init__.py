"""The small wins that somebody keeps for themselves, or shares with the team."""
