from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "northstar.record"
    label = "record"
