"""Published scores. Each gives its lowest and highest value and names the inputs that are missing.

A score orders attention; it never denies a service.
"""
