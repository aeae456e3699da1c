from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "northstar.casework.plans"
    label = "plans"
