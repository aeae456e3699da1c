"""Today: who needs somebody, why, and what to do first."""

from northstar.desk.today import acting, page

urlpatterns = [*page.urlpatterns, *acting.urlpatterns]
