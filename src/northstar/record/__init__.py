"""Where arrivals and facts are kept and whose they are; gives back a chart."""
