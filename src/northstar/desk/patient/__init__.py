"""One person's page: everything known, with its sources, on one page with anchors."""

from northstar.desk.patient.page import urlpatterns as urlpatterns
