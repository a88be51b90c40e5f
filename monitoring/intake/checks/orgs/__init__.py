"""Rules of the layout organizations."""
