"""Passwords of tests are hashed at once: Argon2 is slow on purpose, and every sample clinic hires eleven people.

That the product uses Argon2 is a test of its doors; what runs in a process of its own uses it too.
"""

from django.conf import settings


def pytest_configure():
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
