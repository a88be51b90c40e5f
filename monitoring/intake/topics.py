"""The topics of the work that intake promises through the outbox."""

CHECK_TOPIC = "intake.check_upload"
CROSS_TOPIC = "intake.cross_check"
REMOVE_TOPIC = "intake.remove_original"
RECOMPUTE_TOPIC = "results.recompute"
