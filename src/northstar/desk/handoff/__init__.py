"""Hand-overs: what is offered, what one covers, and what came back."""

from northstar.desk.handoff.giving import OFFERS as OFFERS
from northstar.desk.handoff.page import PLACE as PLACE
from northstar.desk.handoff.page import urlpatterns as urlpatterns
