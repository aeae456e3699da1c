"""Who looked at this person; for the privacy officer."""

from northstar.desk.who_looked.page import urlpatterns as urlpatterns
