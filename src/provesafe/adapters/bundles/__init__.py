"""Bundles where they lie: a folder, or one zip file. What they hold is the ledger's business."""

from provesafe.adapters.bundles.files import BundleExistsError, open_bundle, write_bundle

__all__ = ["BundleExistsError", "open_bundle", "write_bundle"]
