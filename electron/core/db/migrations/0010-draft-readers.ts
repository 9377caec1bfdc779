// Migration 10: whoever proposes a secret without clearance keeps reading his own draft until it is filed. Frozen: changes come as
// further migrations.
export const migration0010 = `
-- The data key of a draft, wrapped to the one who wrote it as well. Gone once nothing under the key is a draft any more.
CREATE TABLE data_key_reader (
  data_key INTEGER NOT NULL,
  user INTEGER NOT NULL,
  wrapped BLOB NOT NULL,
  PRIMARY KEY (data_key, user)
) STRICT;
`;
