"""Still one person? Records that stand together and contradict since a correction."""

from northstar.desk.doubt.page import urlpatterns as urlpatterns
