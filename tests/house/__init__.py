"""The house's own rules: imports, clocks, names, network, documents."""
