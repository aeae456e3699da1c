"""Who is who: the questions that linking leaves to people, and what people have said."""

from northstar.desk.who.page import urlpatterns as urlpatterns
