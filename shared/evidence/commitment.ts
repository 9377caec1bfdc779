// What a commitment and a revision's digest are made of (docs/formats/revision.md). Pure; the hash is the caller's.
import { type Canonical, canonicalJson } from './canonical-json.ts';
import { type HashParts, utf8 } from './hashing.ts';

const commitmentTag = 'midian/commitment/1\0';

const fieldTags = new Map<string, Uint8Array>();
/** Fields are the definitions' own; the bound guards against a bundle that names others without end. */
const maximumFieldTags = 2000;

function fieldTag(field: string): Uint8Array {
  const known = fieldTags.get(field);
  if (known) return known;
  const tag = utf8(`${commitmentTag}${field}\0`);
  if (fieldTags.size < maximumFieldTags) fieldTags.set(field, tag);
  return tag;
}

/** SHA-256(tag ‖ field ‖ 0 ‖ salt ‖ canonical value). */
export function commitmentOf<T>(hash: HashParts<T>, field: string, salt: Uint8Array, value: Canonical): T {
  return hash(fieldTag(field), canonicalJson(value), salt);
}

const nothing = new Uint8Array();

/** What a revision's event vouches for: the record's head and all its commitments, hashed as one. */
export function revisionDigestOf<T>(hash: HashParts<T>, head: Canonical, commitments: Record<string, string>): T {
  return hash(nothing, `{"commitments":${canonicalJson(commitments)},"head":${canonicalJson(head)}}`);
}
