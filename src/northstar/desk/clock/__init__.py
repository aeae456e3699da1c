"""Advance the held clock of a training clinic."""

from northstar.desk.clock.page import urlpatterns as urlpatterns
