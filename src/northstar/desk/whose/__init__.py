"""Whose is this message? Confirm, take back, or say that nobody here is meant."""

from northstar.desk.whose.page import urlpatterns as urlpatterns
