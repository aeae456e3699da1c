"""How the sample clinic's files are written: one module a format, values in, text out."""
