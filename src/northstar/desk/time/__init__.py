"""My minutes: the time of what I did, attested for the day with one key."""

from northstar.desk.time.page import urlpatterns as urlpatterns

PLACE = ("My minutes", "time", "clock", "m", "time")
