"""The journal of small wins: one key, one sentence."""

from northstar.desk.journal.page import urlpatterns as urlpatterns
