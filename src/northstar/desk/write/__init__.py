"""Write to a person, or to an office about them."""

from northstar.desk.write.page import OFFERS as OFFERS
from northstar.desk.write.page import PANELS as PANELS
from northstar.desk.write.page import urlpatterns as urlpatterns
