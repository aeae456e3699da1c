"""The inbox: everything that arrived and is not finished, brought to zero by two keys each."""

from northstar.desk.inbox import acting, page
from northstar.desk.inbox.page import PLACE as PLACE

urlpatterns = [*acting.urlpatterns, *page.urlpatterns]
