// Rules on secret points: grading, content, the three elements, review, term, risk (law.md 1, 2, 4A).

import { reviewDueDays } from '../review.ts';
import { addDays, lastDay, localDate } from '../time.ts';
import { addMonths } from '../values/date.ts';
import { termEnd } from '../values/term.ts';
import { addWorkingDays } from '../working-days.ts';
import type { Rule, RuleReader, RuleRecord } from './finding.ts';

/** The statuses in which a secret's grade holds. */
export const gradedStatuses: readonly string[] = ['in_force', 'content_due'];

/** A secret as a finding names it. */
export function secretFinding(secret: RuleRecord) {
  return {
    register: 'secret',
    record: secret.id,
    number: secret.number,
    title: String(secret.values.name ?? ''),
    field: null,
    params: {},
    dueOn: null,
  };
}

export function isGraded(secret: RuleRecord): boolean {
  return gradedStatuses.includes(secret.status);
}

const text = (record: RuleRecord, key: string): string | null => {
  const value = record.values[key];
  return typeof value === 'string' && value !== '' ? value : null;
};

function* gradedSecrets(read: RuleReader, fields: readonly string[]): Iterable<RuleRecord> {
  for (const secret of read.records('secret', ['name', 'level', ...fields])) if (isGraded(secret)) yield secret;
}

/** The day a secret stopped being one by itself: published, or the last day of its term. */
function endedOn(secret: RuleRecord): string | null {
  const published = text(secret, 'publishedOn');
  const term = text(secret, 'term');
  const end = term === null ? null : termEnd(term, text(secret, 'gradedOn'));
  return [published, end].filter((date) => date !== null).toSorted()[0] ?? null;
}

const contentDue: Rule = {
  key: 'secret.content',
  label: { zh: '已定密，秘点内容待补充', en: 'Graded, content to be added' },
  severity: 'high',
  source: 'fashi-2020-7-27',
  finding: { zh: '已定密，秘点内容待补充', en: 'Graded; the exact content is still to come' },
  fixLabel: { zh: '补充内容', en: 'Add the content' },
  *judge(read) {
    for (const secret of gradedSecrets(read, ['content']))
      if ((secret.values.content ?? null) === null && !read.hasAttachment(secret.id))
        yield { ...secretFinding(secret), field: 'content', fix: { act: 'edit', field: 'content' } };
  },
};

const notApproved: Rule = {
  key: 'secret.approval',
  label: { zh: '定密审批表号待补充', en: 'Number of the approval to be added' },
  severity: 'medium',
  source: 'sasac-41-12',
  finding: { zh: '已有密级，定密审批表号待补充', en: 'Has a grade; the number of its approval is to be added' },
  fixLabel: { zh: '填写审批表号', en: 'Fill in the approval' },
  *judge(read) {
    for (const secret of gradedSecrets(read, ['approvalNumber']))
      if (text(secret, 'approvalNumber') === null)
        yield { ...secretFinding(secret), field: 'approvalNumber', fix: { act: 'edit', field: 'approvalNumber' } };
  },
};

const proposalWaits: Rule = {
  key: 'secret.proposed',
  label: { zh: '已填报，待提请定密', en: 'Returned, to be proposed for grading' },
  severity: 'medium',
  source: 'house-time',
  finding: { zh: '{since} 填报，待提请定密', en: 'Returned on {since}; to be proposed for grading' },
  fixLabel: { zh: '提请定密', en: 'Propose grading' },
  *judge(read, date) {
    const waiting = new Set(Array.from(read.links('procedureItem'), ({ to }) => to));
    for (const secret of read.records('secret', ['name'])) {
      if (secret.status !== 'proposed' || waiting.has(secret.id)) continue;
      const since = localDate(secret.recordedAtMs);
      const dueOn = addWorkingDays(read.calendar, since, 10);
      if (dueOn <= date)
        yield { ...secretFinding(secret), params: { since }, dueOn, fix: { act: 'procedure', template: 'grading' } };
    }
  },
};

const elementWords = {
  secrecy: { zh: '秘密性', en: 'secrecy' },
  value: { zh: '价值性', en: 'value' },
  measure: { zh: '保密措施', en: 'measures' },
};

const elements: Rule = {
  key: 'secret.elements',
  label: { zh: '三要件待补充', en: 'Elements to be added' },
  severity: 'medium',
  source: 'aucl-10',
  finding: { zh: '三要件待补充：{missing}', en: 'Elements to be added: {missing}' },
  fixLabel: { zh: '补充三要件', en: 'Add the elements' },
  words: elementWords,
  *judge(read) {
    const parts = Object.keys(elementWords);
    for (const secret of gradedSecrets(read, parts)) {
      const missing = parts.filter((key) => text(secret, key) === null);
      const [first] = missing;
      if (first !== undefined)
        yield {
          ...secretFinding(secret),
          field: first,
          params: { missing: missing.join(' ') },
          fix: { act: 'edit', field: first },
        };
    }
  },
};

const reviewDue: Rule = {
  key: 'secret.review',
  label: { zh: '复核到期', en: 'Review due' },
  severity: 'medium',
  source: 'house-review',
  finding: { zh: '下次复核 {date}', en: 'Next review {date}' },
  fixLabel: { zh: '发起复核', en: 'Start the review' },
  *judge(read, date) {
    const until = addDays(date, reviewDueDays);
    for (const secret of gradedSecrets(read, ['nextReviewOn'])) {
      const next = text(secret, 'nextReviewOn');
      if (next !== null && next <= until)
        yield {
          ...secretFinding(secret),
          field: 'nextReviewOn',
          params: { date: next },
          dueOn: lastDay(next),
          fix: { act: 'procedure', template: 'yearlyReview' },
        };
    }
  },
};

const termEnded: Rule = {
  key: 'secret.ended',
  label: { zh: '已到期或公开，解密待登记', en: 'Ended or published, release to be recorded' },
  severity: 'high',
  source: 'sasac-41-17',
  finding: { zh: '{date} 已到期或公开，解密待登记', en: 'Ended or published on {date}; release to be recorded' },
  fixLabel: { zh: '登记自动解密', en: 'Record the release' },
  *judge(read, date) {
    for (const secret of gradedSecrets(read, ['term', 'gradedOn', 'publishedOn'])) {
      const end = endedOn(secret);
      if (end !== null && end < date)
        yield {
          ...secretFinding(secret),
          field: 'term',
          params: { date: end },
          dueOn: end,
          fix: { act: 'procedure', template: 'automaticRelease' },
        };
    }
  },
};

const termEnds: Rule = {
  key: 'secret.term',
  label: { zh: '保密期限将满', en: 'Term about to end' },
  severity: 'low',
  source: 'sasac-41-14',
  finding: { zh: '保密期限 {date} 届满', en: 'The term ends on {date}' },
  fixLabel: { zh: '提请延期或解密', en: 'Propose extension or release' },
  *judge(read, date) {
    const until = addDays(date, reviewDueDays);
    for (const secret of gradedSecrets(read, ['term', 'gradedOn', 'publishedOn'])) {
      const end = endedOn(secret);
      if (end !== null && end >= date && end <= until)
        yield {
          ...secretFinding(secret),
          field: 'term',
          params: { date: end },
          dueOn: end,
          fix: { act: 'procedure', template: 'levelChange' },
        };
    }
  },
};

const noTerm: Rule = {
  key: 'secret.noTerm',
  label: { zh: '保密期限待补充', en: 'Term to be added' },
  severity: 'medium',
  source: 'sasac-41-14',
  finding: { zh: '保密期限待补充', en: 'The term is to be added' },
  fixLabel: { zh: '填写保密期限', en: 'Fill in the term' },
  *judge(read) {
    for (const secret of gradedSecrets(read, ['term']))
      if (text(secret, 'term') === null)
        yield { ...secretFinding(secret), field: 'term', fix: { act: 'edit', field: 'term' } };
  },
};

const risk: Rule = {
  key: 'secret.risk',
  label: { zh: '最高密级的风险评估待补充', en: 'Risk assessment of the highest grade to be added' },
  severity: 'low',
  source: 'house-review',
  finding: {
    zh: '最高密级，一年内的风险评估待补充',
    en: 'Highest grade; a risk assessment of the last year is to be added',
  },
  fixLabel: { zh: '评估风险', en: 'Assess the risk' },
  *judge(read, date) {
    const highest = read.scheme.grades[0]?.code;
    const from = addMonths(date, -12);
    for (const secret of gradedSecrets(read, ['riskAssessedOn'])) {
      const assessed = text(secret, 'riskAssessedOn');
      if (secret.values.level === highest && (assessed === null || lastDay(assessed) < from))
        yield { ...secretFinding(secret), field: 'riskAssessedOn', fix: { act: 'edit', field: 'riskAssessedOn' } };
    }
  },
};

const novelty: Rule = {
  key: 'secret.novelty',
  label: { zh: '最高密级的公知查新待补充', en: 'Novelty check of the highest grade to be added' },
  severity: 'low',
  source: 'fashi-2020-7-3',
  finding: { zh: '最高密级，公知查新待补充', en: 'Highest grade; a novelty check is to be added' },
  fixLabel: { zh: '填写查新', en: 'Fill in the check' },
  *judge(read) {
    const highest = read.scheme.grades[0]?.code;
    for (const secret of gradedSecrets(read, ['noveltyCheckedOn', 'category']))
      if (secret.values.level === highest && text(secret, 'noveltyCheckedOn') === null)
        yield { ...secretFinding(secret), field: 'noveltyCheck', fix: { act: 'edit', field: 'noveltyCheck' } };
  },
};

export const secretRules: readonly Rule[] = [
  termEnded,
  contentDue,
  notApproved,
  proposalWaits,
  elements,
  noTerm,
  reviewDue,
  termEnds,
  risk,
  novelty,
];
