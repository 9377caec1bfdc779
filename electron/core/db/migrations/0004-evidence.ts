// Migration 4: the register of bundles issued, erasure of values, and marks that keep a record in place.
export const migration0004 = `
CREATE TABLE bundle (
  rid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  status TEXT NOT NULL,
  void INTEGER NOT NULL DEFAULT 0,
  version INTEGER NOT NULL,
  number TEXT,
  number_sort TEXT,
  late INTEGER NOT NULL,
  fact_date TEXT,
  recorded_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  created_by INTEGER NOT NULL,
  updated_by INTEGER NOT NULL,
  void_reason TEXT,
  recipient TEXT,
  recipient_sort TEXT,
  disclosure TEXT,
  purpose TEXT,
  issued_on TEXT,
  as_of_date TEXT,
  reading TEXT,
  scope TEXT,
  records INTEGER,
  sealed_records INTEGER,
  approver TEXT,
  approver_id TEXT,
  approved_on TEXT,
  approval_form TEXT,
  file_name TEXT,
  file_name_sort TEXT,
  files INTEGER,
  size_bytes INTEGER,
  sha256 TEXT,
  key_fingerprint TEXT,
  returned_on TEXT,
  note TEXT
) STRICT;
CREATE UNIQUE INDEX bundle_number ON bundle (number) WHERE number IS NOT NULL;
CREATE INDEX bundle_list ON bundle (void, number_sort);

-- After an erasure: the salts of the values that stay, field -> base64, in place of the class salt they were derived from.
-- With the class salt an erased value could be found again by trying.
ALTER TABLE revision ADD COLUMN open_salts TEXT;
ALTER TABLE revision ADD COLUMN personal_salts TEXT;

-- frozen: suspected state secret, does not leave the vault. hold: legal hold, nothing of it may be erased.
CREATE TABLE record_mark (
  record INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('frozen', 'hold')),
  since INTEGER NOT NULL REFERENCES journal (seq),
  reason TEXT NOT NULL,
  PRIMARY KEY (record, kind)
) STRICT, WITHOUT ROWID;

-- What one person asks to have erased and another carries out. The scope names fields, never values.
CREATE TABLE erasure (
  rid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('personal', 'purge')),
  state TEXT NOT NULL CHECK (state IN ('asked', 'done', 'refused')),
  scope TEXT NOT NULL,
  basis TEXT NOT NULL,
  asked_by INTEGER NOT NULL REFERENCES user (rid),
  asked_at INTEGER NOT NULL,
  decided_by INTEGER REFERENCES user (rid),
  decided_at INTEGER,
  witness TEXT
) STRICT;
`;
