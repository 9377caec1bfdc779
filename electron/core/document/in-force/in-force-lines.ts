// What held for a secret on a date: picks the revision each reading shows, makes the lines, and says what the other reading says of
// each. Pure: facts in, lines out.
import type { AsOf } from '../../../../shared/contract/routes/common.ts';
import type { InForceKind, InForceLine, InForceSecret, Language, OtherReading } from '../../../../shared/in-force.ts';
import type { GradingScheme } from '../../../../shared/levels.ts';
import { fieldOf, type RegisterDefinition, statusesNotInForce } from '../../../../shared/registers/definition.ts';
import { endOfLocalDate, lastDay } from '../../../../shared/time.ts';
import { fieldText } from '../../../../shared/values/field-text.ts';
import { termEnd } from '../../../../shared/values/term.ts';
import type { Facts, LinkTrail, SecretFacts, Trail, Version } from './in-force-facts.ts';
import { heldMeasures, measureKey } from './in-force-measures.ts';

/** So many people, posts, carriers and attachments of one secret are listed each. */
export const maximumLinesOfKind = 200;

export interface InForceFrame {
  asOf: AsOf;
  scheme: GradingScheme;
  language: Language;
  /** The register a key stands for. */
  register: (key: string) => RegisterDefinition;
  departments: Facts['departments'];
}

type Reading = AsOf['reading'];

const otherOf = (reading: Reading): Reading => (reading === 'fact' ? 'recorded' : 'fact');

/**
 * Whether a revision counts on a date: its fact date has come, and in the stricter reading it had been recorded. The list of a
 * register shows as recorded whatever had been entered; a report on what was in force leaves out what was yet to come.
 */
function counts(version: Version, date: string, reading: Reading): boolean {
  return version.factDay <= date && (reading === 'fact' || version.atMs <= endOfLocalDate(date));
}

/** The revision a reading shows on a date; null where there is none. */
export function shownVersion(trail: Trail, date: string, reading: Reading): Version | null {
  return trail.versions.findLast((version) => counts(version, date, reading)) ?? null;
}

/** The revision since which what `key` looks at has been as it is shown, in the same reading. */
function since(trail: Trail, shown: Version, frame: InForceFrame, key: (version: Version) => string): Version {
  const { date, reading } = frame.asOf;
  let first = shown;
  for (const version of trail.versions.toReversed()) {
    if (version.version >= shown.version || !counts(version, date, reading)) continue;
    if (key(version) !== key(shown)) break;
    first = version;
  }
  return first;
}

const keyOf = (values: readonly unknown[]) => JSON.stringify(values.map((value) => value ?? null));

function joinedText(parts: readonly (string | null | undefined)[], language: Language): string {
  return parts.filter((part) => typeof part === 'string' && part !== '').join(language === 'zh' ? '；' : '; ');
}

function lineOf(
  frame: InForceFrame,
  kind: InForceKind,
  text: string,
  from: Version,
  paper: string,
  other: OtherReading,
): InForceLine {
  return {
    kind,
    text,
    factDate: from.factDate,
    paper: paper === '' ? null : paper,
    recordedAtMs: from.atMs,
    isAfter: from.atMs > endOfLocalDate(frame.asOf.date),
    lateEntry: from.late,
    other,
  };
}

function departmentName(frame: InForceFrame, id: unknown, reading: Reading): string {
  const trail = typeof id === 'string' ? frame.departments.get(id) : undefined;
  const version = trail && (shownVersion(trail, frame.asOf.date, reading) ?? trail.versions.at(-1));
  return String(version?.values.name ?? '');
}

interface Part {
  kind: InForceKind;
  /** What makes it another line when it changes. */
  fields: readonly string[];
  text: (version: Version, reading: Reading) => string;
  /** The status belongs to it: a proposal of the same grade is not the grading. */
  withStatus?: true;
}

/** The lines that stand in the secret's own record. */
function ownParts(frame: InForceFrame): Part[] {
  const { language, scheme } = frame;
  const secret = frame.register('secret');
  const isZh = language === 'zh';
  const text = (version: Version, key: string) =>
    fieldText(fieldOf(secret, key), version.values[key], { scheme, language });
  const idle = statusesNotInForce(secret);
  const term = (version: Version) => {
    const { term: value, gradedOn } = version.values;
    if (typeof value !== 'string') return '';
    const end = termEnd(value, typeof gradedOn === 'string' ? gradedOn : null);
    const label = text(version, 'term');
    const until = end === null || label.includes(end) ? '' : isZh ? `（至 ${end}）` : ` (until ${end})`;
    return `${isZh ? '保密期限 ' : 'term '}${label}${until}`;
  };
  const condition = (version: Version) => {
    const value = text(version, 'releaseCondition');
    return value === '' ? '' : `${fieldOf(secret, 'releaseCondition').label[language]}${isZh ? '：' : ': '}${value}`;
  };
  const status = (version: Version) =>
    idle.includes(version.status) ? secret.statuses.find(({ code }) => code === version.status)?.label[language] : '';
  return [
    {
      kind: 'grading',
      fields: ['level', 'term', 'gradedOn', 'approvalNumber', 'releaseCondition'],
      text: (version) =>
        joinedText([status(version), text(version, 'level'), term(version), condition(version)], language),
      withStatus: true,
    },
    {
      kind: 'owner',
      fields: ['department', 'responsible'],
      text: (version, reading) =>
        joinedText([departmentName(frame, version.values.department, reading), text(version, 'responsible')], language),
    },
    { kind: 'measure', fields: ['measure'], text: (version) => text(version, 'measure') },
    {
      kind: 'keeping',
      fields: ['carrierForm', 'place'],
      text: (version) => joinedText([text(version, 'carrierForm'), text(version, 'place')], language),
    },
    { kind: 'scope', fields: ['scope'], text: (version) => text(version, 'scope') },
  ];
}

/** Number of the approval form, where this revision brought it, and the reason given. */
function ownPaper(trail: Trail, from: Version): string {
  const before = trail.versions.findLast(({ version }) => version < from.version);
  const { approvalNumber } = from.values;
  const isNew = typeof approvalNumber === 'string' && before?.values.approvalNumber !== approvalNumber;
  return [isNew ? approvalNumber : '', from.reason ?? ''].filter((part) => part !== '').join('　');
}

function ownLines(frame: InForceFrame, trail: Trail, shown: Version): InForceLine[] {
  const { date, reading } = frame.asOf;
  const there = shownVersion(trail, date, otherOf(reading));
  return ownParts(frame).flatMap((part) => {
    const text = part.text(shown, reading);
    if (text === '') return [];
    const key = (version: Version) =>
      keyOf([...part.fields.map((field) => version.values[field]), part.withStatus ? version.status : null]);
    const from = since(trail, shown, frame, key);
    const otherWords = there && !there.isVoid ? part.text(there, otherOf(reading)) : '';
    const other: OtherReading =
      there === null || there.isVoid || (otherWords === '' && key(there) !== key(shown))
        ? { state: 'absent', text: null }
        : key(there) === key(shown)
          ? { state: 'same', text: null }
          : { state: 'different', text: otherWords };
    return [lineOf(frame, part.kind, text, from, ownPaper(trail, from), other)];
  });
}

/** Whether a link holds on a date: begun, and not ended by then. */
function holds({ values, isVoid, status }: Version, link: RegisterDefinition, date: string): boolean {
  const { startsOn, endsOn } = values;
  if (isVoid || (typeof startsOn === 'string' && lastDay(startsOn) > date)) return false;
  if (typeof endsOn === 'string') return lastDay(endsOn) > date;
  return !statusesNotInForce(link).includes(status);
}

interface LinkKind {
  kind: InForceKind;
  link: string;
  name: (other: Trail, reading: Reading) => string;
}

function linkKinds(frame: InForceFrame): Record<'carrier' | 'person' | 'post', LinkKind> {
  const { language, scheme } = frame;
  const then = (trail: Trail, reading: Reading) =>
    shownVersion(trail, frame.asOf.date, reading) ?? trail.versions.at(-1);
  const withDepartment = (trail: Trail, reading: Reading) => {
    const values = then(trail, reading)?.values ?? {};
    const department = departmentName(frame, values.department, reading);
    const name = String(values.name ?? '—');
    if (department === '') return name;
    return language === 'zh' ? `${name}（${department}）` : `${name} (${department})`;
  };
  const carrier = frame.register('carrier');
  return {
    carrier: {
      kind: 'carrier',
      link: 'secretCarrier',
      name: (trail, reading) => {
        const version = then(trail, reading);
        if (!version) return '—';
        const text = (key: string) => fieldText(fieldOf(carrier, key), version.values[key], { scheme, language });
        const copy = text('copyNumber');
        const status = carrier.statuses.find(({ code }) => code === version.status)?.label[language];
        const named = [version.number, text('name')].filter((part) => part !== null && part !== '').join(' ');
        return joinedText(
          [named, copy === '' ? '' : language === 'zh' ? `第 ${copy} 份` : `copy ${copy}`, text('form'), status],
          language,
        );
      },
    },
    person: { kind: 'person', link: 'secretPerson', name: withDepartment },
    post: { kind: 'post', link: 'secretPost', name: withDepartment },
  };
}

function linkLine(
  frame: InForceFrame,
  { kind, link: linkKey, name }: LinkKind,
  { link, other }: LinkTrail,
): InForceLine | null {
  const { language, scheme } = frame;
  const { date, reading } = frame.asOf;
  const definition = frame.register(linkKey);
  const shown = shownVersion(link, date, reading);
  if (!shown || !holds(shown, definition, date)) return null;
  const field = (version: Version, key: string) => {
    const found = definition.fields.find((candidate) => candidate.key === key);
    return found ? fieldText(found, version.values[key], { scheme, language }) : '';
  };
  const worded = (version: Version, named: string, factDate: string | null) => {
    const { startsOn, endsOn } = version.values;
    const isZh = language === 'zh';
    return joinedText(
      [
        named,
        field(version, 'extent') === ''
          ? ''
          : `${fieldOf(definition, 'extent').label[language]}${isZh ? '：' : ': '}${field(version, 'extent')}`,
        // The fact date of the line is the start in most cases and stands beside it.
        typeof startsOn === 'string' && startsOn !== factDate ? (isZh ? `自 ${startsOn}` : `from ${startsOn}`) : '',
        typeof endsOn === 'string' && holds(version, definition, date)
          ? isZh
            ? `至 ${endsOn}`
            : `until ${endsOn}`
          : '',
      ],
      language,
    );
  };
  const key = (version: Version) =>
    keyOf(['extent', 'startsOn', 'endsOn', 'reason', 'approver'].map((part) => version.values[part]));
  const from = since(link, shown, frame, key);
  const there = shownVersion(link, date, otherOf(reading));
  const paper = [field(shown, 'reason'), field(shown, 'approver')].filter((part) => part !== '').join('　');
  return lineOf(frame, kind, worded(shown, name(other, reading), from.factDate), from, paper, otherOfLink());

  function otherOfLink(): OtherReading {
    if (!there || there.isVoid) return { state: 'absent', text: null };
    if (!holds(there, definition, date)) {
      const ended = typeof there.values.endsOn === 'string' ? there.values.endsOn : '';
      return { state: 'different', text: language === 'zh' ? `已终止 ${ended}`.trim() : `ended ${ended}`.trim() };
    }
    if (key(there) === key(shown as Version)) return { state: 'same', text: null };
    return { state: 'different', text: worded(there, name(other, otherOf(reading)), null) };
  }
}

/** The confidentiality agreement of a person as it was known in a reading; null where none was signed by the date. */
function agreementKnown(trail: Trail, date: string, reading: Reading): Version | null {
  // Signing is a fact of its own day, whatever else of the person was recorded with it.
  const known = trail.versions.findLast(({ atMs, values: { agreementSignedOn: signedOn } }) => {
    const isSigned = typeof signedOn === 'string' && lastDay(signedOn) <= date;
    return isSigned && (reading === 'fact' || atMs <= endOfLocalDate(date));
  });
  return known ?? null;
}

/** The agreement of somebody in the know: since when by the paper, and since when on record. */
function agreementLine(frame: InForceFrame, { other: person }: LinkTrail): InForceLine | null {
  const { date, reading } = frame.asOf;
  const shown = agreementKnown(person, date, reading);
  if (!shown) return null;
  const key = ({ values }: Version) => keyOf([values.agreementNumber, values.agreementSignedOn]);
  const words = ({ values }: Version) =>
    joinedText([String(values.name ?? ''), agreementNumber(values)], frame.language);
  const from = person.versions.find((version) => key(version) === key(shown)) ?? shown;
  const there = agreementKnown(person, date, otherOf(reading));
  const line = lineOf(frame, 'agreement', words(shown), from, agreementNumber(shown.values), {
    state: there === null ? 'absent' : key(there) === key(shown) ? 'same' : 'different',
    text: there !== null && key(there) !== key(shown) ? words(there) : null,
  });
  return { ...line, factDate: String(shown.values.agreementSignedOn) };
}

/** The measures of the register that held, each by its own first day. */
function measureLines(frame: InForceFrame, { measures }: SecretFacts, secret: Version): InForceLine[] {
  const { asOf, language } = frame;
  const definition = frame.register('measure');
  const kind = fieldOf(definition, 'kind');
  const words = ({ values }: Version) =>
    joinedText([fieldText(kind, values.kind, frame), String(values.name ?? '')], language);
  return heldMeasures(measures, secret.values.department, asOf, otherOf(asOf.reading)).map(({ shown, from, there }) => {
    const isSame = there !== null && measureKey(there) === measureKey(shown);
    const evidence = typeof shown.values.evidence === 'string' ? shown.values.evidence : '';
    const line = lineOf(frame, 'measure', words(shown), from, evidence, {
      state: there === null ? 'absent' : isSame ? 'same' : 'different',
      text: there === null || isSame ? null : words(there),
    });
    return { ...line, factDate: String(shown.values.startsOn) };
  });
}

function agreementNumber({ agreementNumber: number }: Version['values']): string {
  return typeof number === 'string' ? number : '';
}

function attachmentLine(frame: InForceFrame, trail: Trail): InForceLine | null {
  const { date, reading } = frame.asOf;
  const shown = shownVersion(trail, date, reading);
  if (!shown || shown.isVoid) return null;
  const there = shownVersion(trail, date, otherOf(reading));
  const { name, sha256, place, documentDate } = shown.values;
  const text = joinedText(
    [
      String(name ?? ''),
      typeof sha256 === 'string' ? `SHA-256 ${sha256.slice(0, 16)}…` : '',
      typeof place === 'string' ? place : '',
    ],
    frame.language,
  );
  const line = lineOf(frame, 'attachment', text, shown, String(shown.values.note ?? ''), {
    state: there && !there.isVoid ? 'same' : 'absent',
    text: null,
  });
  // A file without a date of its own claims none.
  return { ...line, factDate: typeof documentDate === 'string' ? documentDate : null };
}

/** One secret as of the date; null where the reading has it not in force. */
export function inForceSecret(frame: InForceFrame, facts: SecretFacts): InForceSecret | null {
  const { date, reading } = frame.asOf;
  const definition = frame.register('secret');
  const shown = shownVersion(facts.secret, date, reading);
  if (!shown || shown.isVoid || statusesNotInForce(definition).includes(shown.status)) return null;
  const kinds = linkKinds(frame);
  const links = (kind: LinkKind, trails: readonly LinkTrail[]) =>
    trails.map((trail) => linkLine(frame, kind, trail)).filter((line) => line !== null);
  const lists = [
    measureLines(frame, facts, shown),
    links(kinds.carrier, facts.carriers),
    links(kinds.person, facts.people),
    agreementLines(),
    links(kinds.post, facts.posts),
    facts.attachments.map((trail) => attachmentLine(frame, trail)).filter((line) => line !== null),
  ];
  /** One for each person who knows on the date. */
  function agreementLines(): InForceLine[] {
    const knowing = facts.people.filter((trail) => linkLine(frame, kinds.person, trail) !== null);
    const people = new Map(knowing.map((trail) => [trail.other.id, trail]));
    return [...people.values()].map((trail) => agreementLine(frame, trail)).filter((line) => line !== null);
  }
  const today = facts.secret.versions.at(-1) as Version;
  const word = (version: Version) => (version.isVoid ? 'void' : version.status);
  const isOther = word(today) !== word(shown);
  const voidWord = frame.language === 'zh' ? '作废' : 'Void';
  return {
    id: facts.secret.id,
    number: shown.number,
    name: String(shown.values.name ?? ''),
    statusToday: !isOther
      ? null
      : today.isVoid
        ? voidWord
        : (definition.statuses.find(({ code }) => code === today.status)?.label[frame.language] ?? today.status),
    lines: [...ownLines(frame, facts.secret, shown), ...lists.flatMap((list) => list.slice(0, maximumLinesOfKind))],
    more: lists.reduce((sum, list) => sum + Math.max(0, list.length - maximumLinesOfKind), 0),
  };
}
