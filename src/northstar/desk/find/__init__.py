"""Find or do: patients by name, places and keys, from anywhere."""

from northstar.desk.find.page import urlpatterns as urlpatterns
