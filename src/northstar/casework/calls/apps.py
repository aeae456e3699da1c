from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "northstar.casework.calls"
    label = "calls"
