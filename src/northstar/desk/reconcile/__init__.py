"""Reconcile: from what came in and what we have to one signed list of problems, allergies and medicines."""

from northstar.desk.reconcile.page import urlpatterns as urlpatterns
