// Migration 8: procedures with their items, steps and tasks; pre-disclosure reviews; more of a secret point and of a person.
// Frozen: changes come as further migrations.
export const migration0008 = `
CREATE TABLE procedure (
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
  template TEXT,
  title TEXT,
  title_sort TEXT,
  department TEXT,
  proposer TEXT,
  proposer_id TEXT,
  started_on TEXT,
  records INTEGER,
  reason TEXT,
  state_secret_declared INTEGER,
  year INTEGER,
  subject TEXT,
  source TEXT,
  step TEXT,
  due_on TEXT,
  expert_asked INTEGER,
  closed_on TEXT
) STRICT;
CREATE TABLE procedure_item (
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
  procedure TEXT,
  secret TEXT,
  position INTEGER,
  request TEXT,
  proposed_level TEXT,
  proposed_term TEXT,
  proposed_scope TEXT,
  proposed_reason TEXT,
  assessment TEXT,
  decided_level TEXT,
  decided_term TEXT,
  decided_scope TEXT,
  decided_request TEXT,
  decided_on TEXT,
  decision_note TEXT,
  starts_on TEXT,
  ends_on TEXT,
  reason TEXT,
  end_reason TEXT,
  approver TEXT,
  approver_id TEXT
) STRICT;
CREATE TABLE procedure_step (
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
  procedure TEXT,
  step TEXT,
  outcome TEXT,
  done_by TEXT,
  done_by_id TEXT,
  done_on TEXT,
  mode TEXT,
  opinion TEXT,
  delegate TEXT,
  form_digest TEXT
) STRICT;
CREATE TABLE procedure_task (
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
  procedure TEXT,
  kind TEXT,
  secret TEXT,
  carrier TEXT,
  person TEXT,
  post TEXT,
  done_on TEXT,
  done_by TEXT,
  done_by_id TEXT,
  note TEXT
) STRICT;
CREATE TABLE disclosure_review (
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
  title TEXT,
  title_sort TEXT,
  kind TEXT,
  department TEXT,
  applicant TEXT,
  applicant_id TEXT,
  submitted_on TEXT,
  channel TEXT,
  planned_on TEXT,
  material TEXT,
  pages INTEGER,
  has_technical_data INTEGER,
  has_process INTEGER,
  has_customers INTEGER,
  has_prices INTEGER,
  has_drawings INTEGER,
  has_people INTEGER,
  handling TEXT,
  decided_on TEXT,
  note TEXT
) STRICT;
CREATE TABLE secret_disclosure (
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
  disclosure_review TEXT,
  starts_on TEXT,
  ends_on TEXT,
  reason TEXT,
  end_reason TEXT,
  approver TEXT,
  approver_id TEXT
) STRICT;
CREATE INDEX procedure_list ON procedure (void, number_sort);
CREATE UNIQUE INDEX procedure_number ON procedure (number) WHERE number IS NOT NULL;
CREATE INDEX procedure_status ON procedure (status, void);
CREATE INDEX procedure_item_procedure ON procedure_item (procedure);
CREATE INDEX procedure_item_secret ON procedure_item (secret);
CREATE INDEX procedure_step_procedure ON procedure_step (procedure);
CREATE INDEX procedure_task_procedure ON procedure_task (procedure);
CREATE INDEX procedure_task_status ON procedure_task (status, void);
CREATE INDEX disclosure_review_list ON disclosure_review (void, number_sort);
CREATE UNIQUE INDEX disclosure_review_number ON disclosure_review (number) WHERE number IS NOT NULL;
CREATE INDEX secret_disclosure_secret ON secret_disclosure (secret);
CREATE INDEX secret_disclosure_review ON secret_disclosure (disclosure_review);

ALTER TABLE secret ADD COLUMN filed_on TEXT;
ALTER TABLE secret ADD COLUMN changed_on TEXT;
ALTER TABLE secret ADD COLUMN released_on TEXT;
ALTER TABLE secret ADD COLUMN published_on TEXT;
ALTER TABLE secret ADD COLUMN summary TEXT;
ALTER TABLE secret ADD COLUMN novelty_check TEXT;
ALTER TABLE secret ADD COLUMN novelty_checked_on TEXT;
ALTER TABLE secret ADD COLUMN patent_comparison TEXT;
ALTER TABLE secret ADD COLUMN risk_likelihood INTEGER;
ALTER TABLE secret ADD COLUMN risk_harm INTEGER;
ALTER TABLE secret ADD COLUMN risk_assessed_on TEXT;
ALTER TABLE secret ADD COLUMN risk_note TEXT;
ALTER TABLE person ADD COLUMN agreement_number TEXT;
ALTER TABLE person ADD COLUMN agreement_signed_on TEXT;
ALTER TABLE person ADD COLUMN trained_on TEXT;
`;
