"""System checks: what must hold before web or worker may start."""
