"""Coming in, stepping away and leaving."""

from northstar.desk.sign_in.page import urlpatterns as urlpatterns
