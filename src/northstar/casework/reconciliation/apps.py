from django.apps import AppConfig


class ReconciliationConfig(AppConfig):
    name = "northstar.casework.reconciliation"
    label = "reconciliation"
