"""What runs unattended: the listener, the worker, every morning, every night."""
