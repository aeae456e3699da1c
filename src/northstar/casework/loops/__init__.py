"""Results and referrals that have not come round to the person yet, as a list that asks no chart."""
