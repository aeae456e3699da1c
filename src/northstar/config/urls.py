"""Every address: collected from the pages that declare `urlpatterns`."""

from django.urls import include, path

from northstar.discover import modules

urlpatterns = [
    path("", include(page)) for page in modules("northstar.desk") if hasattr(page, "urlpatterns")
]
