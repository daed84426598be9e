"""The only home of aiosqlite: one SQLite file, its tables, queries, outbox and migrations."""
