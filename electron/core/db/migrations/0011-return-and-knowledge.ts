// Migration 11: on what the origin of a secret rests (forms.md R03, F01), and how somebody came to know it, which part and when
// that was approved (R04). Frozen: changes come as further migrations.
export const migration0011 = `
ALTER TABLE secret ADD COLUMN origin_basis TEXT;
ALTER TABLE secret_person ADD COLUMN extent_note TEXT;
ALTER TABLE secret_person ADD COLUMN way TEXT;
ALTER TABLE secret_person ADD COLUMN approved_on TEXT;
ALTER TABLE secret_post ADD COLUMN way TEXT;
ALTER TABLE secret_post ADD COLUMN approved_on TEXT;
`;
