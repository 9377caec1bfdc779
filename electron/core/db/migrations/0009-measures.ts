// Migration 9: protective measures, information systems and the reviews of permissions in them. Frozen: changes come as further
// migrations.
export const migration0009 = `
CREATE TABLE measure (
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
  name TEXT,
  name_sort TEXT,
  kind TEXT,
  applies_to TEXT,
  department TEXT,
  starts_on TEXT,
  ends_on TEXT,
  evidence TEXT,
  responsible TEXT,
  responsible_id TEXT,
  note TEXT
) STRICT;
CREATE TABLE secret_measure (
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
  secret TEXT,
  measure TEXT,
  starts_on TEXT,
  ends_on TEXT,
  reason TEXT,
  end_reason TEXT,
  approver TEXT,
  approver_id TEXT
) STRICT;
CREATE TABLE information_system (
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
  name TEXT,
  name_sort TEXT,
  kind TEXT,
  department TEXT,
  responsible TEXT,
  responsible_id TEXT,
  starts_on TEXT,
  permissions_graded_on TEXT,
  masked_on TEXT,
  logged_on TEXT,
  log_months INTEGER,
  note TEXT
) STRICT;
CREATE TABLE secret_system (
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
  secret TEXT,
  information_system TEXT,
  starts_on TEXT,
  ends_on TEXT,
  reason TEXT,
  end_reason TEXT,
  approver TEXT,
  approver_id TEXT
) STRICT;
CREATE TABLE permission_review (
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
  information_system TEXT,
  reviewed_on TEXT,
  reviewer TEXT,
  reviewer_id TEXT,
  accounts INTEGER,
  removed INTEGER,
  finding TEXT
) STRICT;
CREATE INDEX measure_list ON measure (void, number_sort);
CREATE UNIQUE INDEX measure_number ON measure (number) WHERE number IS NOT NULL;
CREATE INDEX secret_measure_secret ON secret_measure (secret);
CREATE INDEX secret_measure_measure ON secret_measure (measure);
CREATE INDEX information_system_list ON information_system (void, number_sort);
CREATE UNIQUE INDEX information_system_number ON information_system (number) WHERE number IS NOT NULL;
CREATE INDEX secret_system_secret ON secret_system (secret);
CREATE INDEX secret_system_system ON secret_system (information_system);
CREATE INDEX permission_review_list ON permission_review (void, number_sort);
CREATE INDEX permission_review_system ON permission_review (information_system, reviewed_on);
`;
