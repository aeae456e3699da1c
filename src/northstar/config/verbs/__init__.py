"""One module a verb: HELP, add_arguments(parser), run(args) and, rarely, NEEDS_DJANGO."""
