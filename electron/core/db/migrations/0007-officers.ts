// Migration 7: several people. Certificates as a history, signed compartments and grants, free compartments, waivers of the
// separation of duties, recovery sets. Frozen: changes come as further migrations.
export const migration0007 = `
-- null: a person. recovery: the identity behind a set of recovery shares.
ALTER TABLE user ADD COLUMN kind TEXT;
-- Id of the department's record; a liaison has one.
ALTER TABLE user ADD COLUMN department TEXT;

-- Every certificate ever signed, in order; user holds the present state. seq is the event that names its digest. No
-- references: the table also stands in, in memory, for vaults of an earlier version opened for reading only.
CREATE TABLE user_certificate (
  rid INTEGER PRIMARY KEY,
  user INTEGER NOT NULL,
  kind TEXT NOT NULL,
  recipient TEXT NOT NULL,
  sign_key BLOB NOT NULL,
  roles TEXT NOT NULL,
  certificate TEXT NOT NULL,
  signature BLOB NOT NULL,
  certified_by INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX user_certificate_user ON user_certificate (user);
INSERT INTO user_certificate (rid, user, kind, recipient, sign_key, roles, certificate, signature, certified_by, seq, at)
  SELECT u.rid, u.rid, 'founding', u.recipient, u.sign_key, u.roles, u.certificate, u.certificate_signature, u.rid,
    (SELECT j.seq FROM journal j WHERE instr(j.event, '"action":"user.certified"') > 0 ORDER BY j.seq LIMIT 1),
    json_extract(substr(u.certificate, instr(u.certificate, char(10)) + 1), '$.atMs')
  FROM user u;
CREATE TRIGGER user_certificate_no_update BEFORE UPDATE ON user_certificate BEGIN SELECT RAISE(ABORT, 'certificates are kept'); END;
CREATE TRIGGER user_certificate_no_delete BEFORE DELETE ON user_certificate BEGIN SELECT RAISE(ABORT, 'certificates are kept'); END;

-- The signed statement that this recipient is the compartment's, and whose certificate signed it.
ALTER TABLE compartment ADD COLUMN certificate TEXT;
ALTER TABLE compartment ADD COLUMN signature BLOB;
ALTER TABLE compartment ADD COLUMN certified_by INTEGER;
-- The signed text of a grant, which names the recipient; null in grants to the founder made before.
ALTER TABLE compartment_grant ADD COLUMN certificate TEXT;
ALTER TABLE compartment_grant ADD COLUMN certified_by INTEGER;

-- Records whose content lies in a free compartment in place of their grade's.
CREATE TABLE record_compartment (
  record INTEGER PRIMARY KEY,
  compartment INTEGER NOT NULL
) STRICT;

-- Combinations of duties a small firm allows one person, with the reason. Withdrawn ones stay.
CREATE TABLE separation_waiver (
  rid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  user INTEGER NOT NULL,
  pair TEXT NOT NULL,
  reason TEXT NOT NULL,
  waived_at INTEGER NOT NULL,
  waived_by INTEGER NOT NULL,
  withdrawn_at INTEGER,
  withdrawn_by INTEGER
) STRICT;
INSERT INTO separation_waiver (id, user, pair, reason, waived_at, waived_by)
  SELECT u.id, u.rid, 'clearedSystem',
    coalesce(json_extract((SELECT value FROM meta WHERE key = 'settings'), '$.singleOfficerReason'), '建库人兼任系统管理员与商密管理员'),
    json_extract(substr(u.certificate, instr(u.certificate, char(10)) + 1), '$.atMs'), u.rid
  FROM user u WHERE u.rid = 1;

-- Sets of recovery shares. The shares themselves are nowhere; of the sets all but the last are void.
CREATE TABLE recovery_set (
  rid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  user INTEGER NOT NULL,
  threshold INTEGER NOT NULL,
  total INTEGER NOT NULL,
  holders TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  made_by INTEGER NOT NULL,
  rehearsed_at INTEGER,
  rehearsed_by INTEGER,
  void_at INTEGER
) STRICT;
`;
