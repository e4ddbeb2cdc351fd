"""Every write of screening."""

from buuan.work.screening.actions.looks import end_legal_hold, keep_for_case, look_at_parties
from buuan.work.screening.actions.manifests import ManifestHeader, import_manifest
from buuan.work.screening.actions.review import accept_hit, dismiss_hit
from buuan.work.screening.actions.uploads import begin_upload, drop_uploads, fail_upload, hand_over, read_upload

__all__ = [
    "ManifestHeader",
    "accept_hit",
    "begin_upload",
    "dismiss_hit",
    "drop_uploads",
    "end_legal_hold",
    "fail_upload",
    "hand_over",
    "import_manifest",
    "keep_for_case",
    "look_at_parties",
    "read_upload",
]
