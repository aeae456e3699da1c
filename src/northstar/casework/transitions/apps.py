from django.apps import AppConfig


class TransitionsConfig(AppConfig):
    name = "northstar.casework.transitions"
    label = "transitions"
