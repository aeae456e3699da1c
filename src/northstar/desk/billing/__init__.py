"""A month's claims: who is ready, what is missing, the evidence, and what is given out."""

from northstar.desk.billing.page import urlpatterns as urlpatterns

PLACE = ("Billing", "billing", "bag", "b", "billing")
