"""What joins the rooms: settings, addresses, clocks and the command line."""
