"""What intake writes. Each action is one transaction with its audit event; further work goes through the outbox."""

from .ask_for_cross_checks import (
    ask_again_for_cross_checks,
    ask_everybody_for_cross_checks,
    ask_where_windows_ended,
)
from .check_upload import check_upload, set_aside
from .compare_staff import compare_staff, resolve_shared_staff
from .cross_check_submission import cross_check_submission
from .decide_collection import (
    Answered,
    accept_collection,
    accept_collections,
    open_edit_window,
    return_collection,
    set_collection_dates,
)
from .decide_proposal import decide_proposal
from .estimate_minutes import estimate_minutes, sum_up_estimates
from .hand_over import NotPossible, certify_collection, explain_warning, submit_collection, withdraw_collection
from .note_stand_ins import note_stand_ins
from .receive_upload import IdempotencyConflict, receive_upload
from .remind import choose_reminders, give_up_reminder, remind_by_hand, remind_of_collection, send_reminder
from .remove_original import remove_original
from .save_mapping import ChangedSince, MappingRefused, retire_mapping, save_mapping
from .sweep_files import sweep_files
from .take_upload import CheckedSince, NotHeld, leave_upload, take_upload
from .type_in import KeptSince, NotMendable, discard_draft, keep_draft, mend_upload, send_typed, sweep_drafts
from .update_directory import update_directory

__all__ = [
    "Answered",
    "ChangedSince",
    "CheckedSince",
    "IdempotencyConflict",
    "KeptSince",
    "MappingRefused",
    "NotHeld",
    "NotMendable",
    "NotPossible",
    "accept_collection",
    "accept_collections",
    "ask_again_for_cross_checks",
    "ask_everybody_for_cross_checks",
    "ask_where_windows_ended",
    "certify_collection",
    "check_upload",
    "choose_reminders",
    "compare_staff",
    "cross_check_submission",
    "decide_proposal",
    "discard_draft",
    "estimate_minutes",
    "explain_warning",
    "give_up_reminder",
    "keep_draft",
    "leave_upload",
    "mend_upload",
    "note_stand_ins",
    "open_edit_window",
    "receive_upload",
    "remind_by_hand",
    "remind_of_collection",
    "remove_original",
    "resolve_shared_staff",
    "retire_mapping",
    "return_collection",
    "save_mapping",
    "send_reminder",
    "send_typed",
    "set_aside",
    "set_collection_dates",
    "submit_collection",
    "sum_up_estimates",
    "sweep_drafts",
    "sweep_files",
    "take_upload",
    "update_directory",
    "withdraw_collection",
]
