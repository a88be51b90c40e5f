"""What intake writes. Each action is one transaction with its audit event; further work goes through the outbox."""

from .check_upload import check_upload
from .decide_proposal import decide_proposal
from .receive_upload import IdempotencyConflict, receive_upload

__all__ = ["IdempotencyConflict", "check_upload", "decide_proposal", "receive_upload"]
