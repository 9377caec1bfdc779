// Rules on who knows what: scope to posts and people, agreements, training, people who left (law.md 1.12, 2.7, 2.8).
import type { Rule, RuleReader, RuleRecord } from './finding.ts';
import { isGraded, secretFinding } from './secret-rules.ts';

/** The graded secrets that persons, or posts, know today, by id. */
function knownSecrets(read: RuleReader, link: 'secretPerson' | 'secretPost'): Map<string, Set<string>> {
  const graded = new Set<string>();
  for (const secret of read.records('secret', [])) if (isGraded(secret)) graded.add(secret.id);
  const known = new Map<string, Set<string>>();
  for (const { from, to } of read.links(link))
    if (graded.has(from)) known.set(to, (known.get(to) ?? new Set()).add(from));
  return known;
}

/** Who knows secrets, by name or by the post he holds; nobody who left still holds one. */
function* knowers(read: RuleReader, fields: readonly string[]): Iterable<{ person: RuleRecord; count: number }> {
  const byName = knownSecrets(read, 'secretPerson');
  const byPost = knownSecrets(read, 'secretPost');
  for (const person of read.records('person', ['name', 'post', ...fields])) {
    const named = byName.get(person.id);
    const posted = person.status === 'left' ? undefined : byPost.get(String(person.values.post ?? ''));
    const count = named && posted ? new Set([...named, ...posted]).size : (named ?? posted)?.size;
    if (count !== undefined) yield { person, count };
  }
}

function personFinding(person: RuleRecord, count: number) {
  return {
    register: 'person',
    record: person.id,
    number: person.number,
    title: String(person.values.name ?? ''),
    field: null,
    params: { count },
    dueOn: null,
  };
}

const isFilled = (person: RuleRecord, key: string) =>
  typeof person.values[key] === 'string' && person.values[key] !== '';

const noAgreement: Rule = {
  key: 'knower.agreement',
  label: { zh: '知悉人的保密协议待补充', en: 'Agreements of people in the know to be added' },
  severity: 'high',
  source: 'sasac-41-19',
  finding: {
    zh: '知悉 {count} 项秘点，保密协议待补充',
    en: 'Knows {count} secrets; a confidentiality agreement is to be added',
  },
  fixLabel: { zh: '登记保密协议', en: 'Record the agreement' },
  *judge(read) {
    for (const { person, count } of knowers(read, ['agreementNumber', 'agreementSignedOn']))
      if (!isFilled(person, 'agreementNumber') && !isFilled(person, 'agreementSignedOn'))
        yield {
          ...personFinding(person, count),
          field: 'agreementNumber',
          fix: { act: 'edit', field: 'agreementNumber' },
        };
  },
};

const noTraining: Rule = {
  key: 'knower.training',
  label: { zh: '知悉人的保密培训待补充', en: 'Training of people in the know to be added' },
  severity: 'medium',
  source: 'fashi-2020-7-6',
  finding: { zh: '知悉 {count} 项秘点，保密培训待补充', en: 'Knows {count} secrets; training is to be added' },
  fixLabel: { zh: '登记培训', en: 'Record the training' },
  *judge(read) {
    for (const { person, count } of knowers(read, ['trainedOn']))
      if (!isFilled(person, 'trainedOn'))
        yield { ...personFinding(person, count), field: 'trainedOn', fix: { act: 'edit', field: 'trainedOn' } };
  },
};

const leftButKnows: Rule = {
  key: 'knower.left',
  label: { zh: '已离职人员的知悉待终止', en: 'Knowledge of people who left to be ended' },
  severity: 'high',
  source: 'fashi-2020-7-12',
  finding: { zh: '已离职，{count} 项知悉待终止', en: 'Has left; {count} entries of knowledge are to be ended' },
  fixLabel: { zh: '查看知悉', en: 'Look at the entries' },
  *judge(read) {
    for (const { person, count } of knowers(read, []))
      if (person.status === 'left') yield { ...personFinding(person, count), fix: { act: 'open' } };
  },
};

const noScope: Rule = {
  key: 'secret.scope',
  label: { zh: '知悉范围待落到岗位或人员', en: 'Scope to name posts or people' },
  severity: 'medium',
  source: 'sasac-41-16',
  finding: { zh: '知悉范围待落到岗位或人员', en: 'The scope is to name posts or people' },
  fixLabel: { zh: '登记知悉人', en: 'Record who knows' },
  *judge(read) {
    const covered = new Set<string>();
    for (const link of ['secretPerson', 'secretPost']) for (const { from } of read.links(link)) covered.add(from);
    for (const secret of read.records('secret', ['name']))
      if (isGraded(secret) && !covered.has(secret.id))
        yield { ...secretFinding(secret), field: 'scope', fix: { act: 'link', link: 'secretPerson' } };
  },
};

export const knowerRules: readonly Rule[] = [noAgreement, leftButKnows, noTraining, noScope];
