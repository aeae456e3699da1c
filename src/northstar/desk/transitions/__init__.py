"""The board of everybody in hospital or newly home, and one person's way home with what is to be done."""

from northstar.desk.transitions.page import OFFERS as OFFERS
from northstar.desk.transitions.page import PLACE as PLACE
from northstar.desk.transitions.page import urlpatterns as urlpatterns
