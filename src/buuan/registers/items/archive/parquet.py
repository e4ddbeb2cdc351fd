"""One encrypted Parquet file: written whole, read in batches. Parquet modular encryption with a local key store.

Every column and the footer are encrypted (AES-256-GCM), so that not even names of columns or statistics are readable. The
identifier of the master key stands in the file's key metadata; the wrapped data key beside it.
"""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.parquet.encryption as pe
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from buuan.kit.errors import Refused
from buuan.kit.whole_files import private_folder, sync_folder
from buuan.registers.items.archive.keys import KeyRing

ROW_GROUP = 65_536
_NONCE_BYTES = 12
_CONNECTION = pe.KmsConnectionConfig()


class _LocalKeys(pe.KmsClient):
    """Wraps and unwraps data keys with the master keys of a key ring."""

    def __init__(self, ring: KeyRing) -> None:
        super().__init__()
        self._ring = ring

    def wrap_key(self, key_bytes: bytes, master_key_identifier: str) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = AESGCM(self._ring.key(master_key_identifier)).encrypt(nonce, key_bytes, master_key_identifier.encode())
        return base64.b64encode(nonce + sealed)

    def unwrap_key(self, wrapped_key: bytes, master_key_identifier: str) -> bytes:
        raw = base64.b64decode(wrapped_key)
        aes = AESGCM(self._ring.key(master_key_identifier))
        try:
            return aes.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], master_key_identifier.encode())
        except InvalidTag:
            raise Refused(
                "archive.key_wrong",
                f"Khóa {master_key_identifier[:20]} không mở được tệp của kho bưu gửi.",
                key=master_key_identifier[:20],
            ) from None


@dataclass(frozen=True, slots=True)
class Written:
    """A file as written: its size in bytes and the hash of its encrypted content."""

    size: int
    sha256: str


def write(path: Path, frame: pl.DataFrame, ring: KeyRing, key_name: str) -> Written:
    """Write a frame to a new encrypted file and make sure that it is on the disk; leaves nothing behind when it fails."""
    factory = pe.CryptoFactory(lambda _: _LocalKeys(ring))
    how = pe.EncryptionConfiguration(
        footer_key=key_name, uniform_encryption=True, encryption_algorithm="AES_GCM_V1", data_key_length_bits=256
    )
    private_folder(path.parent)
    table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            pq.write_table(
                table,
                stream,
                row_group_size=ROW_GROUP,
                compression="zstd",
                encryption_properties=factory.file_encryption_properties(_CONNECTION, how),
            )
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    with path.open("rb") as stream:
        return Written(path.stat().st_size, hashlib.file_digest(stream, "sha256").hexdigest())


class EncryptedFile:
    """An encrypted file, opened; it can be read to its end even when the file is deleted meanwhile."""

    def __init__(self, path: Path, ring: KeyRing) -> None:
        """Open a file; raises Refused where its key is missing or wrong, or the file is damaged."""
        factory = pe.CryptoFactory(lambda _: _LocalKeys(ring))
        keys = factory.file_decryption_properties(_CONNECTION, pe.DecryptionConfiguration())
        try:
            self._file = pq.ParquetFile(pa.OSFile(str(path), "rb"), decryption_properties=keys, pre_buffer=False)
        except FileNotFoundError:
            raise Refused(
                "archive.damaged", f"Kho bưu gửi thiếu tệp {path.name}; hãy khôi phục từ bản sao lưu.", file=path.name
            ) from None
        except (pa.ArrowException, OSError) as error:
            raise damaged(path) from error
        self._path = path

    def batches(self, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
        """Give the rows in batches of at most a row group; columns that the file does not have are left out."""
        names = self._file.schema_arrow.names
        wanted = None if columns is None else [name for name in columns if name in names]
        try:
            yield from self._file.iter_batches(batch_size=ROW_GROUP, columns=wanted)
        except (pa.ArrowException, OSError) as error:
            raise damaged(self._path) from error

    def groups_with(self, item_id: str) -> Iterator[pa.Table]:
        """Give the row groups that may hold an identifier, by their statistics; files are sorted by identifier."""
        at = self._file.schema_arrow.names.index("item_id")
        try:
            for number in range(self._file.num_row_groups):
                bounds = self._file.metadata.row_group(number).column(at).statistics
                if bounds is None or not bounds.has_min_max or bounds.min <= item_id <= bounds.max:
                    yield self._file.read_row_group(number)
        except (pa.ArrowException, OSError) as error:
            raise damaged(self._path) from error


def damaged(path: Path) -> Refused:
    """Give the refusal of a file that cannot be decrypted although its key is right."""
    return Refused("archive.damaged", f"Tệp {path.name} của kho bưu gửi hỏng hoặc đã bị sửa, không giải mã được.", file=path.name)
