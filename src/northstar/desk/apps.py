from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "northstar.desk"
    label = "desk"
