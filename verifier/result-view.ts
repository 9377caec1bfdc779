// The result of a verification as a page: what holds, who signed, what the bundle says, what is wrong. Never just "genuine".
import { levelLabels } from '../shared/disclosure-labels.ts';
import type { TokenFinding, VerifyReport } from '../shared/evidence/report.ts';
import { honestSentence, kindWords, problemWords, type Words } from '../shared/evidence/words.ts';
import { element, table } from './dom.ts';
import { countText, instantText, type Language, say, type WordKey } from './page-words.ts';

/** A result, and what it was asked of. */
export interface Verified {
  name: string;
  /** The fingerprint that was typed; empty where none was. */
  told: string;
  report: VerifyReport;
}

/** More are counted, not listed. */
const shownProblems = 500;

/** Both languages, the chosen one first. */
function both(language: Language, words: Words): Node {
  const [first, second] = language === 'zh' ? [words.zh, words.en] : [words.en, words.zh];
  const line = element('span', {}, first);
  if (second !== '' && second !== first) line.append(element('span', { class: 'second' }, second));
  return line;
}

function facts(rows: (readonly [string, string | Node])[]): HTMLElement {
  return element('dl', {}, ...rows.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]));
}

function keyPart(language: Language, { told, report }: Verified): Node[] {
  if (report.fingerprint === null) return [element('p', {}, say(language, 'notSigned'))];
  const isOther = report.problems.some(({ detail }) => detail === 'key_other');
  const verdict = told === '' ? 'compareNow' : isOther ? 'otherKey' : 'compared';
  return [
    element('p', {}, say(language, 'signedBy', { login: report.signedBy ?? '' })),
    element('p', { class: 'fingerprint', id: 'fingerprint' }, report.fingerprint),
    element('p', { id: 'key-verdict' }, say(language, verdict)),
  ];
}

function aboutPart(language: Language, { report }: Verified): Node[] {
  const { about } = report;
  if (!about) return [];
  const level = levelLabels[about.level];
  const asOf = about.asOf;
  return [
    element('h2', {}, say(language, 'said')),
    about.demo && element('p', { class: 'demo' }, say(language, 'demo')),
    facts([
      [say(language, 'organisation'), about.organisation],
      [say(language, 'level'), level[language]],
      [say(language, 'recipient'), about.recipient || '—'],
      [say(language, 'purpose'), about.purpose || '—'],
      [say(language, 'issuedAt'), instantText(about.issuedAtMs)],
      ...(asOf
        ? [
            [
              say(language, 'asOf'),
              say(language, asOf.reading === 'fact' ? 'asOfFact' : 'asOfRecorded', { date: asOf.date }),
            ] as const,
          ]
        : []),
      [say(language, 'identifier'), about.id],
    ]),
  ].filter((node): node is HTMLElement => node !== false);
}

function countsPart(language: Language, { report }: Verified): Node[] {
  const { values, events } = report.withheld;
  return [
    element('h2', {}, say(language, 'counts')),
    facts([
      [say(language, 'filesCount'), countText(report.files)],
      [say(language, 'eventsCount'), countText(report.events)],
      [
        say(language, 'withheld'),
        say(language, 'withheldSaid', { values: countText(values), events: countText(events) }),
      ],
    ]),
  ];
}

function problemsPart(language: Language, { report }: Verified): Node[] {
  const { problems } = report;
  if (problems.length === 0) return [];
  const rows = problems
    .slice(0, shownProblems)
    .map((problem) => [
      both(language, kindWords[problem.kind]),
      element('code', { 'data-kind': problem.kind, 'data-detail': problem.detail ?? '' }, problem.path),
      both(language, problemWords(problem)),
    ]);
  const heads = [say(language, 'kind'), say(language, 'path'), say(language, 'what')];
  const count = { count: countText(problems.length), shown: countText(shownProblems) };
  return [
    table(say(language, 'problems'), heads, rows),
    ...(problems.length > shownProblems ? [element('p', {}, say(language, 'moreProblems', count))] : []),
  ];
}

const vouchedKeys = { journal: 'vouchedJournal', seal: 'vouchedSeal' } as const;

function revealsPart(language: Language, { report }: Verified): Node[] {
  if (report.reveals.length === 0) return [];
  const heads: WordKey[] = ['record', 'field', 'value', 'vouched'];
  const rows = report.reveals.map(({ number, record, label, value, vouchedBy }) => [
    number ?? record,
    label[language],
    element('span', { class: 'value' }, String(value)),
    say(language, vouchedBy === null ? 'vouchedNone' : vouchedKeys[vouchedBy]),
  ]);
  return [
    table(
      say(language, 'reveals'),
      heads.map((head) => say(language, head)),
      rows,
    ),
  ];
}

function overWords(language: Language, { subject }: TokenFinding): string {
  if (subject.kind === 'checkpoint') return say(language, 'overCheckpoint', { size: countText(subject.size) });
  return subject.kind === 'file' ? say(language, 'overFile', { name: subject.name }) : say(language, 'overBundle');
}

function tokenState({ state, trusted }: TokenFinding): WordKey {
  if (state === 'holds') return trusted ? 'tokenTrusted' : 'tokenUntrusted';
  return state === 'broken' ? 'tokenBroken' : 'tokenUnchecked';
}

function tokensPart(language: Language, { report }: Verified): Node[] {
  if (report.tokens.length === 0) return [];
  const heads: WordKey[] = ['path', 'tokenOver', 'tokenTime', 'tokenBy', 'tokenState'];
  const rows = report.tokens.map((token) => [
    element('code', {}, token.file),
    overWords(language, token),
    token.genTimeMs === null ? '—' : instantText(token.genTimeMs),
    [token.authority, token.serial, token.policy].filter((part) => part !== null).join('；') || '—',
    say(language, tokenState(token)),
  ]);
  return [
    table(
      say(language, 'tokens'),
      heads.map((head) => say(language, head)),
      rows,
    ),
  ];
}

/** Everything there is to say of a verified bundle. */
export function resultView(language: Language, verified: Verified): Node[] {
  const { name, report } = verified;
  const sentence = report.ok
    ? say(language, 'good', { name, files: countText(report.files), events: countText(report.events) })
    : say(language, 'bad', { name, count: countText(report.problems.length) });
  return [
    element(
      'div',
      { class: `verdict ${report.ok ? 'good' : 'bad'}` },
      element('p', { class: 'sentence', id: 'sentence' }, sentence),
      ...keyPart(language, verified),
      element('p', { class: 'honest' }, both(language, honestSentence)),
    ),
    ...problemsPart(language, verified),
    ...tokensPart(language, verified),
    ...revealsPart(language, verified),
    ...aboutPart(language, verified),
    ...countsPart(language, verified),
  ];
}
