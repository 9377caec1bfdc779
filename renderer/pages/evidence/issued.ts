// The event of an issue as the list reads it. Whatever is missing in an event shows as nothing, never as a guess.
import type { RouteOutput } from '../../../shared/contract/contract.ts';
import { type DisclosureLevel, disclosureLevels } from '../../../shared/disclosure.ts';

export interface IssuedBundle {
  folder: string;
  seq: number;
  /** The bundle's id. */
  id: string;
  /** Its number in the register of bundles; empty where the event has none. */
  number: string;
  atMs: number;
  actor: string;
  level: DisclosureLevel;
  recipient: string;
  purpose: string;
  registers: { register: string; records: number }[];
  files: number;
  sizeBytes: number;
  sha256: string;
}

/** Reads one event of `bundle.list`. */
export function issuedOf({ seq, atMs, actor, detail }: RouteOutput<'bundle.list'>['bundles'][number]): IssuedBundle {
  const text = (key: string) => (typeof detail[key] === 'string' ? detail[key] : '');
  const count = (key: string) => (typeof detail[key] === 'number' ? detail[key] : 0);
  const registers = Array.isArray(detail.registers)
    ? (detail.registers as { register: string; records: number }[])
    : [];
  return {
    folder: text('folder'),
    seq,
    id: text('id'),
    number: text('number'),
    atMs,
    actor,
    level: disclosureLevels.find((level) => level === detail.level) ?? 'internal',
    recipient: text('recipient'),
    purpose: text('purpose'),
    registers,
    files: count('files'),
    sizeBytes: count('sizeBytes'),
    sha256: text('sha256'),
  };
}
