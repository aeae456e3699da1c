from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "northstar.casework.outbox"
    label = "outbox"
