"""Every write of screening."""

from buuan.work.screening.actions.manifests import ManifestHeader, import_manifest
from buuan.work.screening.actions.review import accept_hit, dismiss_hit

__all__ = ["ManifestHeader", "accept_hit", "dismiss_hit", "import_manifest"]
