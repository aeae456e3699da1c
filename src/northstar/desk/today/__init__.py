"""Today: who needs somebody, why, and what to do first."""

from northstar.desk.today.page import urlpatterns as urlpatterns
