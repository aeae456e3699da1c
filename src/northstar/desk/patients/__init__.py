"""The people of the viewer's panel, as a list one can search."""

from northstar.desk.patients.page import urlpatterns as urlpatterns
