"""The files given for import, opened as what they are: text, a workbook, or a zip file with these in it.

Nothing is trusted: what a file is follows from its first bytes, sizes are bounded before anything is
unpacked, and nothing is ever written where an archive says.
"""

from __future__ import annotations

import hashlib
import shutil
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from bot.tables.faults import TableFileFault
from bot.tables.names import NameFacts, TableKind, agree, read_name, what_is_right

MOST_MEMBERS = 200
"""Files in one archive; CMS's hold two."""
LARGEST = 1024**3
"""Bytes of one unpacked file; CMS's largest has some 70 million."""
LARGEST_RATIO = 200
"""How many times its packed size a file may unpack to; CMS's reach some 15."""
SMALL = 16 * 1024**2
"""Bytes up to which the ratio does not matter."""

DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What reading a damaged archive may end in."""

_TEXT_SUFFIXES = (".txt", ".csv")
_WORKBOOK_SUFFIX = ".xlsx"
_WORKBOOK_MARK = "[Content_Types].xml"
_READABLE = (*_TEXT_SUFFIXES, _WORKBOOK_SUFFIX, ".zip")
_BEGINNINGS = (
    (b"\xd0\xcf\x11\xe0", "is an old Excel or an encrypted workbook"),
    (b"%PDF", "is a PDF document"),
    (b"\x1f\x8b", "is packed with gzip"),
    (b"7z\xbc\xaf", "is packed with 7-Zip"),
    (b"Rar!", "is a RAR archive"),
    (b"SQLite format 3", "is a database"),
    (b"\xff\xfe", "is text in UTF-16"),
    (b"\xfe\xff", "is text in UTF-16"),
)


@dataclass(frozen=True, slots=True)
class Document:
    """One table file, alone or inside a zip file.

    Attributes:
        path: The file that was given.
        sha256: Checksum of that file.
        member: Its full name inside the zip file; `None` for a file of its own.
        name: Its name without folders.
        facts: What the names say.
        is_workbook: An Excel workbook rather than text.
        size: Unpacked bytes.
    """

    path: Path
    sha256: str
    member: str | None
    name: str
    facts: NameFacts
    is_workbook: bool
    size: int

    @property
    def label(self) -> str:
        """What messages call it."""
        return self.path.name if self.member is None else f"{self.name} in {self.path.name}"

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Its bytes.

        Raises:
            TableFileFault: It is damaged, which may only show on the way.
        """
        try:
            if self.member is None:
                with self.path.open("rb") as stream:
                    yield stream
            else:
                with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as packed:
                    yield packed
        except DAMAGED as fault:
            raise TableFileFault(
                f"{self.label} is damaged or cut off and cannot be unpacked. Download it again."
            ) from fault

    @contextmanager
    def on_disk(self) -> Iterator[Path]:
        """A file with its bytes, for a reader that needs one."""
        if self.member is None:
            yield self.path
            return
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "table"
            with self.open() as packed, copy.open("wb") as unpacked:
                shutil.copyfileobj(packed, unpacked, 1024**2)
            try:
                with zipfile.ZipFile(copy) as archive:
                    for member in archive.infolist():
                        _check_member(self.label, member)
            except DAMAGED:
                raise TableFileFault(f"{self.label} is not a workbook. Download it again.") from None
            yield copy


def collect(paths: Sequence[Path], kind: TableKind) -> tuple[Document, ...]:
    """Every table in the files and folders that were given.

    Args:
        paths: Zip files, text files, workbooks, or folders that hold them.
        kind: Which kind of table is wanted, for the words of a refusal.

    Raises:
        TableFileFault: One of them is not what it should be.
    """
    found = [document for path in _files(paths, kind) for document in _documents(path, kind)]
    return _without_twins(found)


def _files(paths: Sequence[Path], kind: TableKind) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        inside = sorted(file for file in path.iterdir() if file.suffix.lower() in _READABLE)
        if not inside:
            raise TableFileFault(
                f"The folder {path} holds no zip, txt, csv or xlsx file. {what_is_right(kind)}"
            )
        yield from inside


def _documents(path: Path, kind: TableKind) -> list[Document]:
    try:
        with path.open("rb") as stream:
            head = stream.read(4096)
            stream.seek(0)
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
            size = stream.tell()
    except FileNotFoundError:
        raise TableFileFault(f"There is no file {path}.") from None
    except OSError as fault:
        raise TableFileFault(f"{path} cannot be read: {fault.strerror}.") from fault
    refuse_by_beginning(head, path.name, kind)
    if not head.startswith(b"PK"):
        if size > LARGEST:
            raise TableFileFault(f"{path.name} is far larger than any of CMS's tables. Download it again.")
        return [Document(path, sha256, None, path.name, read_name(path.name), is_workbook=False, size=size)]
    try:
        with zipfile.ZipFile(path) as archive:
            return _in_archive(path, sha256, archive, kind)
    except DAMAGED as fault:
        raise TableFileFault(f"{path.name} is a damaged or cut-off zip file. Download it again.") from fault


def refuse_by_beginning(head: bytes, name: str, kind: TableKind) -> None:
    """Refuse what is plainly something else, by its first bytes.

    Raises:
        TableFileFault: With what it is, and what would be right.
    """
    if not head.strip():
        raise TableFileFault(f"{name} is empty. Download it again. {what_is_right(kind)}")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start.startswith((b"<!doctype", b"<html", b"<head", b"<?xml", b"<script")):
        raise TableFileFault(
            f"{name} is a web page, not a table: most likely the page on which CMS asks for the license of "
            "the codes to be accepted. Accept it in a browser and save the file that follows. "
            f"{what_is_right(kind)}"
        )
    for beginning, words in _BEGINNINGS:
        if head.startswith(beginning):
            raise TableFileFault(f"{name} {words}. {what_is_right(kind)}")


def _in_archive(path: Path, sha256: str, archive: zipfile.ZipFile, kind: TableKind) -> list[Document]:
    members = [member for member in archive.infolist() if not member.is_dir()]
    for member in members:
        _check_member(path.name, member)
    if len(members) > MOST_MEMBERS:
        raise TableFileFault(
            f"{path.name} holds {len(members)} files, and CMS's hold two. {what_is_right(kind)}"
        )
    if any(member.filename == _WORKBOOK_MARK for member in members):
        unpacked = sum(member.file_size for member in members)
        if unpacked > LARGEST:
            raise _too_large(path.name, unpacked)
        return [
            Document(path, sha256, None, path.name, read_name(path.name), is_workbook=True, size=unpacked)
        ]
    outer = (path.name, read_name(path.name))
    found = []
    for member in members:
        name = PurePosixPath(member.filename).name
        suffix = PurePosixPath(name).suffix.lower()
        if name.startswith("._") or suffix not in (*_TEXT_SUFFIXES, _WORKBOOK_SUFFIX):
            continue
        facts = agree([outer, (name, read_name(name))])
        found.append(
            Document(
                path, sha256, member.filename, name, facts, suffix == _WORKBOOK_SUFFIX, size=member.file_size
            )
        )
    if not found:
        raise _no_table_in(path, members, kind)
    return found


def _check_member(name: str, member: zipfile.ZipInfo) -> None:
    if member.flag_bits & 0x1:
        raise TableFileFault(f"{name} is locked with a password, and CMS's files are not. Download it again.")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise TableFileFault(
            f"{name} is packed in an unusual way, and CMS's files are not. Download it again."
        )
    too_dense = member.file_size > LARGEST_RATIO * max(member.compress_size, 1)
    if member.file_size > LARGEST or (too_dense and member.file_size > SMALL):
        raise _too_large(name, member.file_size)


def _too_large(name: str, size: int) -> TableFileFault:
    return TableFileFault(
        f"{name} would unpack to {size / 1024**2:,.0f} MB, far more than any of CMS's tables, so it is not "
        "unpacked. Download it again from CMS."
    )


def _no_table_in(path: Path, members: list[zipfile.ZipInfo], kind: TableKind) -> TableFileFault:
    names = [PurePosixPath(member.filename).name for member in members]
    if any(name.lower().endswith(".zip") for name in names):
        return TableFileFault(f"{path.name} holds further zip files. Unpack it and give those instead.")
    held = f"only {', '.join(names[:3])}" if names else "nothing"
    return TableFileFault(f"{path.name} holds no txt, csv or xlsx table, {held}. {what_is_right(kind)}")


def _without_twins(documents: list[Document]) -> tuple[Document, ...]:
    """CMS packs each table twice, as text and as a workbook; the text is read."""
    texts = {_table_of(document) for document in documents if not document.is_workbook}
    return tuple(
        document for document in documents if not (document.is_workbook and _table_of(document) in texts)
    )


def _table_of(document: Document) -> tuple[object, ...]:
    facts = document.facts
    if facts.kind is not None and facts.quarter is not None and facts.setting is not None:
        return (facts.kind, facts.setting, facts.quarter, facts.part)
    return (document.path.parent, PurePosixPath(document.name).stem.lower())
