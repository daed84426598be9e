"""Files that were sent, by the bot or by people: bytes in memory, for as long as the server runs."""

import hashlib
import mimetypes
import secrets

from bot.practice.telegram.errors import bad_request
from bot.practice.telegram.values import Document

UPLOAD_LIMIT = 50 * 1024 * 1024
DOWNLOAD_LIMIT = 20 * 1024 * 1024


class Files:
    """Documents by their id."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[Document, bytes]] = {}

    def store(self, name: str, content: bytes, content_type: str = "") -> Document:
        """Keep a file and return the document that stands for it."""
        guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
        document = Document(
            file_id=f"BQAC{secrets.token_urlsafe(24)}",
            unique_id=hashlib.sha256(content).hexdigest()[:15],
            name=name,
            mime_type=guessed if content_type in ("", "application/octet-stream") else content_type,
            size=len(content),
        )
        self._held[document.file_id] = (document, content)
        return document

    def find(self, file_id: str) -> tuple[Document, bytes]:
        """Return a document and its bytes.

        Raises:
            ApiError: No such file.
        """
        if file_id not in self._held:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        return self._held[file_id]

    def path(self, document: Document) -> str:
        """Return the path under which the file can be fetched, which holds no name from outside."""
        return f"documents/file_{document.file_id}"

    def at_path(self, path: str) -> bytes | None:
        """Return the bytes at a path that `path` gave, None when there are none."""
        _, _, file_id = path.partition("documents/file_")
        held = self._held.get(file_id)
        return None if held is None else held[1]
