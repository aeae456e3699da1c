"""Is everything ready before the procedure: which papers contradict each other, and who is asked."""

from northstar.desk.readiness.page import urlpatterns as urlpatterns
