"""The close of day: what is open, who holds it tonight, and one win to keep."""

from northstar.desk.close.page import PLACE as PLACE
from northstar.desk.close.page import urlpatterns as urlpatterns
