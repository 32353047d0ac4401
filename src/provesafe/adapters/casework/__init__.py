"""Cases in folders, and sources as files: the real parts behind `service.casework`."""

from provesafe.adapters.casework.folder import CaseFolderError, FolderOfCase
from provesafe.adapters.casework.offering import offer

__all__ = ["CaseFolderError", "FolderOfCase", "offer"]
