"""The page of a suspicion of abuse or neglect, and the button that leads to it."""

from northstar.desk.report.page import urlpatterns as urlpatterns
from northstar.desk.report.panel import OFFERS as OFFERS
