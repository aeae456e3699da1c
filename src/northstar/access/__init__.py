"""Who may see and do what: staff, roles, teams, rota, and the door that every page goes through."""
