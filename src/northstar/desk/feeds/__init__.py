"""The feeds: who was heard when, what waits for a person, and files brought by hand."""

from northstar.desk.feeds.page import urlpatterns as urlpatterns
