"""The import report over time, and reading again with a better reader."""

from northstar.desk.imports.page import urlpatterns as urlpatterns
