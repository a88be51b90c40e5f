"""The topics of the work that intake promises through the outbox."""

CHECK_TOPIC = "intake.check_upload"
RECOMPUTE_TOPIC = "results.recompute"
