"""The plan of care: written as one types, signed once, agreed, given away as a copy in plain words."""

from northstar.desk.plan import copies, page, signing, writing
from northstar.desk.plan.panel import OFFERS as OFFERS
from northstar.desk.plan.panel import PANELS as PANELS

urlpatterns = [
    *page.urlpatterns,
    *writing.urlpatterns,
    *signing.urlpatterns,
    *copies.urlpatterns,
]
