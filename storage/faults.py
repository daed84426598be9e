"""Which errors of SQLite are the file's trouble and pass, and which are our own mistakes."""

import sqlite3

#: Primary result codes (sqlite.org/rescode.html) that say nothing about the statement: BUSY, LOCKED, NOMEM,
#: READONLY, IOERR, FULL, CANTOPEN.
OUT_OF_ORDER = frozenset({5, 6, 7, 8, 10, 13, 14})


def is_out_of_order(error: BaseException) -> bool:
    """Tell whether the file could not be written just now; the same statement may work later."""
    code = getattr(error, "sqlite_errorcode", None) if isinstance(error, sqlite3.Error) else None
    return code is not None and code & 0xFF in OUT_OF_ORDER
