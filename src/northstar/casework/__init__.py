"""What people do about it: a chest of small Django apps, one folder a kind of casework."""
