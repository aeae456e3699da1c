"""What was promised to somebody: made, kept, given another day, called off."""

from northstar.desk.promises.page import OFFERS as OFFERS
from northstar.desk.promises.page import PANELS as PANELS
from northstar.desk.promises.page import urlpatterns as urlpatterns
