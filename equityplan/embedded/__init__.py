"""Real PostgreSQL and Valkey from wheels, on Unix sockets, for a machine that has neither.

Only the programs of the wheels are used, never their Python layers. A service whose address is in the environment is
never started here, so in production this package does nothing.
"""
