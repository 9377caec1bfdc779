// Reads each register and each link once for all rules, though every rule reads by itself. Judges nothing; keeps what was read only as long
// as the rules are being judged.
import type { Rule, RuleReader, RuleRecord } from '../../../shared/rules/finding.ts';

/** Which fields the rules ask of each register; they say so themselves, over registers that hold nothing. */
function askedFields(rules: readonly Rule[], { scheme, calendar }: RuleReader, date: string): Map<string, Set<string>> {
  const asked = new Map<string, Set<string>>();
  const empty: RuleReader = {
    scheme,
    calendar,
    records: (register, fields) => {
      asked.set(register, new Set([...(asked.get(register) ?? []), ...fields]));
      return [];
    },
    links: () => [],
    hasAttachment: () => false,
  };
  for (const { judge } of rules) Array.from(judge(empty, date));
  return asked;
}

/** A reader that gives what `read` gives, from one reading of each register; a field nobody announced is read when it is asked for. */
export function onePassReader(read: RuleReader, rules: readonly Rule[], date: string): RuleReader {
  const asked = askedFields(rules, read, date);
  const records = new Map<string, readonly RuleRecord[]>();
  const links = new Map<string, readonly { from: string; to: string; startsOn: string | null }[]>();
  return {
    ...read,
    records: (register, fields) => {
      const announced = asked.get(register);
      if (!announced || fields.some((field) => !announced.has(field))) return read.records(register, fields);
      const known = records.get(register) ?? Array.from(read.records(register, [...announced]));
      records.set(register, known);
      return known;
    },
    links: (link) => {
      const known = links.get(link) ?? Array.from(read.links(link));
      links.set(link, known);
      return known;
    },
  };
}
