"""One person's page: everything known, with its sources, on one page with anchors."""

from northstar.desk.patient import page, settling

urlpatterns = [*page.urlpatterns, *settling.urlpatterns]
