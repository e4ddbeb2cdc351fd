"""Master keys of the archive: 32 random bytes each, in a folder that only the service's account may enter.

A key never encrypts data itself: every Parquet file has data keys of its own, which the master key wraps (AES-256-GCM).
A key's identifier is derived from the key, so that a key file that was exchanged or damaged is noticed by its name.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from buuan.kit.errors import Refused
from buuan.kit.whole_files import private_folder, write_whole

KEY_BYTES = 32
_NAME = re.compile(r"k[0-9a-f]{16}")
_CURRENT = "current"


def identifier(key: bytes) -> str:
    """Give the identifier of a key; it tells nothing about the key."""
    return "k" + hashlib.sha256(b"buuan archive master key\0" + key).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys in one folder; the one named in the file `current` encrypts, all of them decrypt."""

    folder: Path

    @classmethod
    def open(cls, folder: Path) -> KeyRing:
        """Open the folder; a new one is made with its first key.

        Raises Refused where others than the owner may enter the folder.
        """
        private_folder(folder)
        if stat.S_IMODE(folder.stat().st_mode) & 0o077:
            raise Refused(
                "archive.keys_open_to_others",
                "Thư mục khóa của kho bưu gửi đang cho tài khoản khác vào; hãy đặt quyền 0700 rồi thử lại.",
                folder=str(folder),
            )
        ring = cls(folder)
        if not (folder / _CURRENT).exists():
            ring.add()
        return ring

    @property
    def current(self) -> str:
        """Give the identifier of the key that encrypts; raises Refused where the folder has lost it."""
        try:
            name = (self.folder / _CURRENT).read_text("ascii").strip()
        except FileNotFoundError:
            name = ""
        if not _NAME.fullmatch(name):
            raise Refused("archive.key_missing", "Kho bưu gửi không có khóa hiện hành; hãy khôi phục thư mục khóa.")
        return name

    def key(self, name: str) -> bytes:
        """Give a key; raises Refused where it is missing or is not the key of that name."""
        path = self.folder / f"{name}.key"
        if not _NAME.fullmatch(name) or not path.is_file():
            raise Refused(
                "archive.key_missing",
                f"Không có khóa {name[:20]} để mở kho bưu gửi; hãy khôi phục khóa này từ bản sao lưu khóa.",
                key=name[:20],
            )
        key = path.read_bytes()
        if len(key) != KEY_BYTES or identifier(key) != name:
            raise Refused("archive.key_wrong", f"Tệp khóa {name} đã bị thay hoặc hỏng, không mở được kho bưu gửi.", key=name)
        return key

    def names(self) -> list[str]:
        """Give the identifiers of all keys, sorted."""
        return sorted(path.stem for path in self.folder.glob("k*.key") if _NAME.fullmatch(path.stem))

    def add(self) -> str:
        """Make a new key and let it encrypt from now on; older keys stay, to decrypt."""
        key = secrets.token_bytes(KEY_BYTES)
        name = identifier(key)
        write_whole(self.folder / f"{name}.key", key)
        write_whole(self.folder / _CURRENT, name.encode("ascii"))
        return name

    def retire(self, name: str) -> None:
        """Destroy a key; raises Refused for the one that encrypts. What it alone can open is lost for good."""
        if name == self.current:
            raise Refused("archive.key_in_use", "Không thể hủy khóa đang dùng; hãy đổi khóa trước.", key=name)
        (self.folder / f"{name}.key").unlink()
