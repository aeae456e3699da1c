"""What somebody was typing when the desk locked, kept for them until they are back."""

from northstar.desk.drafts.page import urlpatterns as urlpatterns
