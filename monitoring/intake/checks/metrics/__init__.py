"""Rules of the layout metric_aggregate."""
