"""A person's cases: which programs of care they are in, and the next step of each."""

from northstar.desk.case.page import urlpatterns as urlpatterns
from northstar.desk.case.panel import OFFERS as OFFERS
from northstar.desk.case.panel import PANELS as PANELS
