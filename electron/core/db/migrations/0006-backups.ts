// Migration 6: backups that counted, so that rotation knows its own files and lists know their age. Frozen: changes come
// as further migrations.
export const migration0006 = `
CREATE TABLE backup (
  rid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  folder TEXT NOT NULL,
  file TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  journal_size INTEGER NOT NULL,
  problems INTEGER NOT NULL,
  made_at INTEGER NOT NULL,
  made_by INTEGER NOT NULL REFERENCES user (rid),
  removed_at INTEGER
) STRICT;
`;
