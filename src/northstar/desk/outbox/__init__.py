"""What waits to leave, what has left, and what wants a person."""

from northstar.desk.outbox.page import OFFERS as OFFERS
from northstar.desk.outbox.page import PLACE as PLACE
from northstar.desk.outbox.page import urlpatterns as urlpatterns
