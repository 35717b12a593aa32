"""The command line and the supervisor; the only package that may import every layer."""
