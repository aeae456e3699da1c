"""Who works together, sharing panels and a queue."""

from northstar.desk.teams.page import urlpatterns as urlpatterns
