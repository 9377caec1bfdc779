// Migration 1: the vault's tables as of format 1. Frozen: changes come as further migrations.
export const migration0001 = `
CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Officers. The row carries public keys only; private ones live in the user's own slot of vault.json.
CREATE TABLE user (
  rid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  login TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  roles TEXT NOT NULL,
  status TEXT NOT NULL,
  recipient TEXT NOT NULL,
  sign_key BLOB NOT NULL,
  -- Canonical JSON of the key certificate and the certifying user's signature over it.
  certificate TEXT NOT NULL,
  certificate_signature BLOB NOT NULL,
  certified_by INTEGER NOT NULL REFERENCES user (rid)
) STRICT;

-- A compartment seals content: one per grade rank, and free ones.
CREATE TABLE compartment (
  rid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  label TEXT NOT NULL,
  rank INTEGER,
  generation INTEGER NOT NULL,
  recipient TEXT NOT NULL
) STRICT;

-- The compartment's identity, age-encrypted to one user and signed by whoever granted it.
CREATE TABLE compartment_grant (
  compartment INTEGER NOT NULL REFERENCES compartment (rid),
  generation INTEGER NOT NULL,
  user INTEGER NOT NULL REFERENCES user (rid),
  wrapped BLOB NOT NULL,
  granted_by INTEGER NOT NULL REFERENCES user (rid),
  signature BLOB NOT NULL,
  PRIMARY KEY (compartment, generation, user)
) STRICT, WITHOUT ROWID;

-- One random key per command (fields) or file (attachment identity), age-wrapped to the compartment.
CREATE TABLE data_key (
  rid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  compartment INTEGER NOT NULL REFERENCES compartment (rid),
  wrapped BLOB NOT NULL
) STRICT;

-- Sealed values: the box holds value and salt; the record's column names the version it was sealed at.
CREATE TABLE sealed_value (
  record INTEGER NOT NULL,
  field TEXT NOT NULL,
  version INTEGER NOT NULL,
  data_key INTEGER NOT NULL REFERENCES data_key (rid),
  box BLOB NOT NULL,
  PRIMARY KEY (record, field, version)
) STRICT, WITHOUT ROWID;

-- The journal: one row an event, append-only; leaf = SHA-256(0x00 || event) as RFC 6962.
CREATE TABLE journal (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  event TEXT NOT NULL,
  leaf BLOB NOT NULL,
  -- The record whose sealed content was opened; null for every other event.
  opened TEXT
) STRICT;
CREATE INDEX journal_opened ON journal (opened) WHERE opened IS NOT NULL;
CREATE TRIGGER journal_append BEFORE INSERT ON journal
  WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal)
  BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END;
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END;

-- Roots of perfect subtrees of 256 leaves and more; smaller ones are hashed from the leaves when asked.
CREATE TABLE journal_node (
  level INTEGER NOT NULL,
  position INTEGER NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (level, position)
) STRICT, WITHOUT ROWID;

-- One row: the compact range of the tree, so that appending needs no reading back.
CREATE TABLE journal_head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  size INTEGER NOT NULL,
  at INTEGER NOT NULL,
  subtrees BLOB NOT NULL
) STRICT;

CREATE TABLE checkpoint (
  size INTEGER NOT NULL,
  at INTEGER NOT NULL,
  user INTEGER NOT NULL REFERENCES user (rid),
  note TEXT NOT NULL,
  PRIMARY KEY (size, user)
) STRICT, WITHOUT ROWID;

-- One snapshot of a record per change; seq is the event that vouches for it.
CREATE TABLE revision (
  seq INTEGER PRIMARY KEY REFERENCES journal (seq),
  record INTEGER NOT NULL,
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  actor INTEGER NOT NULL,
  action TEXT NOT NULL,
  status TEXT NOT NULL,
  void INTEGER NOT NULL,
  number TEXT,
  fact_date TEXT,
  -- Last day of fact_date, for comparing a month-only date with a day.
  fact_day TEXT NOT NULL,
  late INTEGER NOT NULL,
  reason TEXT,
  open_values TEXT NOT NULL,
  open_salt BLOB,
  personal_values TEXT NOT NULL,
  personal_salt BLOB,
  -- Field -> {version, commitment} of sealed values, and commitments kept of erased ones.
  kept TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX revision_record ON revision (record, version);
CREATE TRIGGER revision_no_delete BEFORE DELETE ON revision BEGIN SELECT RAISE(ABORT, 'revisions are kept'); END;
CREATE TRIGGER revision_fixed BEFORE UPDATE OF seq, record, version, at, actor, action, status, void, number, fact_date, late ON revision
  BEGIN SELECT RAISE(ABORT, 'revisions are kept'); END;

-- How many records a register has, by status, so that totals need no counting.
CREATE TABLE register_count (
  register TEXT NOT NULL,
  status TEXT NOT NULL,
  void INTEGER NOT NULL,
  records INTEGER NOT NULL,
  PRIMARY KEY (register, status, void)
) STRICT, WITHOUT ROWID;

-- The highest sequence used per number pattern and year: numbers are never reused.
CREATE TABLE number_sequence (
  register TEXT NOT NULL,
  year INTEGER NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (register, year)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_batch (
  rid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  register TEXT NOT NULL,
  file_name TEXT NOT NULL,
  file_sha256 TEXT NOT NULL,
  at INTEGER NOT NULL,
  actor INTEGER NOT NULL,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  detail TEXT NOT NULL,
  undone_at INTEGER
) STRICT;

-- The records a batch touched and the version it left each at.
CREATE TABLE import_record (
  batch INTEGER NOT NULL REFERENCES import_batch (rid),
  record INTEGER NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (batch, record)
) STRICT, WITHOUT ROWID;

-- Header spellings the user matched to fields, remembered per register.
CREATE TABLE import_mapping (
  register TEXT NOT NULL,
  header TEXT NOT NULL,
  field TEXT,
  PRIMARY KEY (register, header)
) STRICT, WITHOUT ROWID;

-- Bigrams, words, digits of the searched fields, and pinyin initials of the title; never sealed text.
CREATE VIRTUAL TABLE search USING fts5 (body, initials, tokenize = "unicode61 remove_diacritics 2", content = '', contentless_delete = 1);
INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
INSERT INTO search (search, rank) VALUES ('hashsize', 16777216);
`;
