"""How the desk looks and answers for one person: theme, contrast, size of text, keys."""

from northstar.desk.preferences.page import urlpatterns as urlpatterns
