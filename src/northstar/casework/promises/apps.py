from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "northstar.casework.promises"
    label = "promises"
