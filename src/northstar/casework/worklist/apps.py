from django.apps import AppConfig


class WorklistConfig(AppConfig):
    name = "northstar.casework.worklist"
    label = "worklist"
