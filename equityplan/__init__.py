"""Wiring: settings, addresses, tasks, system checks, embedded services. No word of the domain appears here."""
