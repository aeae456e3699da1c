"""Notes of one person: a quick one, one made of what was done, looked over, signed, added to."""

from northstar.desk.notes.page import OFFERS, PANELS, urlpatterns

__all__ = ["OFFERS", "PANELS", "urlpatterns"]
