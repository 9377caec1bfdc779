// Migration 5: third-party time stamps, requests, tokens and the certificates chosen to judge them by. Frozen: changes
// come as further migrations.
export const migration0005 = `
-- What was asked to be stamped. The request is kept, so that it can be written out again while no token has come.
CREATE TABLE stamp_request (
  rid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  -- checkpoint, attachment or bundle; and its size, attachment id or bundle id.
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  -- Of a checkpoint the signed note whose SHA-256 is the imprint; of a bundle the name of the file.
  note TEXT,
  name TEXT,
  imprint BLOB NOT NULL,
  nonce BLOB NOT NULL,
  request BLOB NOT NULL,
  requested_at INTEGER NOT NULL,
  requested_by INTEGER NOT NULL REFERENCES user (rid)
) STRICT;
CREATE INDEX stamp_request_imprint ON stamp_request (imprint);

-- Certificates the user chose. One withdrawn stays, because tokens were judged by it.
CREATE TABLE stamp_authority (
  rid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL UNIQUE,
  certificate BLOB NOT NULL,
  valid_from INTEGER NOT NULL,
  valid_until INTEGER NOT NULL,
  chosen_at INTEGER NOT NULL,
  chosen_by INTEGER NOT NULL REFERENCES user (rid),
  withdrawn_at INTEGER
) STRICT;

-- Tokens as they came, byte for byte. Trusted, certificate and problem say how they were judged last.
CREATE TABLE stamp_token (
  rid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  request INTEGER NOT NULL REFERENCES stamp_request (rid),
  token BLOB NOT NULL,
  sha256 TEXT NOT NULL UNIQUE,
  gen_time INTEGER NOT NULL,
  serial TEXT NOT NULL,
  policy TEXT NOT NULL,
  authority TEXT NOT NULL,
  trusted INTEGER NOT NULL,
  certificate INTEGER REFERENCES stamp_authority (rid),
  problem TEXT,
  imported_at INTEGER NOT NULL,
  imported_by INTEGER NOT NULL REFERENCES user (rid),
  UNIQUE (request, gen_time, serial)
) STRICT;
CREATE TRIGGER stamp_token_no_delete BEFORE DELETE ON stamp_token BEGIN SELECT RAISE(ABORT, 'tokens are kept'); END;
CREATE TRIGGER stamp_token_fixed BEFORE UPDATE OF rid, id, request, token, sha256, gen_time, serial, policy, authority, imported_at, imported_by ON stamp_token
  BEGIN SELECT RAISE(ABORT, 'tokens are kept'); END;
`;
