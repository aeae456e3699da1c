"""The queues of one's teams: what waits for somebody to take it."""

from northstar.desk.queue.page import PLACE as PLACE
from northstar.desk.queue.page import urlpatterns as urlpatterns
