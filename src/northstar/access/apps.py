from django.apps import AppConfig


class Access(AppConfig):
    name = "northstar.access"
    label = "access"
