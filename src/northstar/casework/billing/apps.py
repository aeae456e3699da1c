from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "northstar.casework.billing"
    label = "billing"
