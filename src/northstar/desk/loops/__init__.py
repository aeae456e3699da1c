"""Results and referrals until they have come round to the person: the board, one person's loops, the panel."""

from northstar.desk.loops.page import OFFERS as OFFERS
from northstar.desk.loops.page import PANELS as PANELS
from northstar.desk.loops.page import PLACE as PLACE
from northstar.desk.loops.page import urlpatterns as urlpatterns
