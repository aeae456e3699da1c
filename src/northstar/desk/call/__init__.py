"""A call: the person first, then the words, then what came of it in one submit. And who is calling us."""

from northstar.desk.call.again import urlpatterns as _again
from northstar.desk.call.back import urlpatterns as _back
from northstar.desk.call.letter import urlpatterns as _letters
from northstar.desk.call.offered import OFFERS as OFFERS
from northstar.desk.call.office import urlpatterns as _offices
from northstar.desk.call.page import urlpatterns as _one
from northstar.desk.call.who import urlpatterns as _who

PLACE = ("Calls", "calls", "phone", "c", "call")

urlpatterns = [*_one, *_letters, *_who, *_offices, *_back, *_again]
