"""Rules of the layout school_enrollment."""
