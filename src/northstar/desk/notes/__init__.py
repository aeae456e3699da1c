"""Notes of one person: a quick one, one made of what was done, looked over, signed, added to."""

from northstar.desk.notes import copy, machine, page, signing, writing
from northstar.desk.notes.page import OFFERS as OFFERS
from northstar.desk.notes.page import PANELS as PANELS

urlpatterns = [
    *page.urlpatterns,
    *writing.urlpatterns,
    *signing.urlpatterns,
    *machine.urlpatterns,
    *copy.urlpatterns,
]
