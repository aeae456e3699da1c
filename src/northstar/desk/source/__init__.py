"""The source viewer: the original beside what was read from it, the quoted place marked."""

from northstar.desk.source.page import urlpatterns as urlpatterns
