// Migration 3: drafts of forms and saved views of lists, both a user's own. Frozen: changes come as further migrations.
export const migration0003 = `
-- What a form held when it was not saved. The box opens with a key only its user has; beside it stands in clear whose it
-- is, which record it is about and when it was kept.
CREATE TABLE draft (
  id TEXT PRIMARY KEY,
  user INTEGER NOT NULL REFERENCES user (rid),
  register TEXT NOT NULL,
  -- Record id and the version the form started from; both null for a record that is not there yet.
  record TEXT,
  version INTEGER,
  saved_at INTEGER NOT NULL,
  box BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX draft_user ON draft (user, saved_at);

-- A list as a user arranged it: conditions, order, columns. Conditions may hold names of the vault, so it lies here and
-- not in the profile.
CREATE TABLE saved_view (
  id TEXT PRIMARY KEY,
  user INTEGER NOT NULL REFERENCES user (rid),
  register TEXT NOT NULL,
  name TEXT NOT NULL,
  content TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX saved_view_name ON saved_view (user, register, name);
`;
