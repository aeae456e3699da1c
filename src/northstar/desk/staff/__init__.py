"""Who works here and what each may do; for administrators."""

from northstar.desk.staff.page import urlpatterns as urlpatterns
