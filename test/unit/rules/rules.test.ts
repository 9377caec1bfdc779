// Every rule with what it must find and what it must leave alone, over registers in memory; the sources they rest on; their words.
import { describe, expect, test } from 'vitest';
import en from '../../../renderer/i18n/en.json' with { type: 'json' };
import zh from '../../../renderer/i18n/zh.json' with { type: 'json' };
import { gradingSchemes, stateSecretGradeWords } from '../../../shared/levels.ts';
import { allRegisters } from '../../../shared/registers/all.ts';
import { linkEnds } from '../../../shared/registers/definition.ts';
import { allRules, ruleOf } from '../../../shared/rules/all.ts';
import { findAll, findingText, type RuleReader, type RuleRecord } from '../../../shared/rules/finding.ts';
import { legalSources, legalSourcesAsOf, sourceOf } from '../../../shared/rules/sources.ts';
import { workCalendar } from '../../../shared/working-days.ts';

const today = '2026-11-20';
const scheme = gradingSchemes[0] as (typeof gradingSchemes)[number];

type Records = Record<string, Partial<RuleRecord>[]>;
interface World {
  records: Records;
  links?: Record<string, { from: string; to: string }[]>;
  files?: string[];
}

function reader({ records, links = {}, files = [] }: World): RuleReader {
  return {
    scheme,
    calendar: workCalendar([]),
    records: (register, fields) => {
      const definition = allRegisters.find(({ key }) => key === register);
      for (const field of fields)
        expect(
          definition?.fields.map(({ key }) => key),
          `${register}.${field}`,
        ).toContain(field);
      return (records[register] ?? []).map((record) => ({
        number: null,
        status: 'in_force',
        recordedAtMs: new Date(2026, 0, 5).getTime(),
        ...record,
        id: record.id ?? '',
        values: { name: '名称', ...record.values },
      }));
    },
    links: (link) => {
      const definition = allRegisters.find(({ key }) => key === link);
      if (definition) linkEnds(definition);
      return (links[link] ?? []).map((item) => ({ ...item, startsOn: null }));
    },
    hasAttachment: (record) => files.includes(record),
  };
}

const find = (world: World, date = today) => findAll(allRules, reader(world), date);
const rulesOf = (world: World, record: string, date = today) =>
  find(world, date)
    .filter((finding) => finding.record === record)
    .map(({ rule }) => rule);

/** A secret nothing is wanting of. */
const whole = {
  level: 'core',
  gradedOn: '2026-06-01',
  term: 'P10Y',
  approvalNumber: '定密审〔2026〕001号',
  content: 1,
  secrecy: '未公开',
  value: '投入 200 万元',
  measure: '专柜',
  nextReviewOn: '2027-06-01',
  riskAssessedOn: '2026-06-01',
  noveltyCheckedOn: '2026-05-01',
};
const person = { agreementNumber: '协-1', trainedOn: '2026-01-02' };
const kinds = ['duty', 'rules', 'zones', 'marking', 'devices', 'leaving', 'other'];
const measures = kinds.map((kind) => ({
  id: kind,
  values: { kind, appliesTo: 'all', startsOn: '2026-01-01', evidence: '制度文号' },
}));

const good: World = {
  records: {
    secret: [{ id: 's', values: whole }],
    person: [{ id: 'p', status: 'active', values: person }],
    measure: measures,
  },
  links: { secretPerson: [{ from: 's', to: 'p' }] },
};

/** The good world with the secret changed. */
const changed = (values: object, rest: Partial<RuleRecord> = {}): World => ({
  ...good,
  records: { ...good.records, secret: [{ id: 's', ...rest, values: { ...whole, ...values } }] },
});

test('where nothing is wanting nothing is found', () => {
  expect(find(good)).toEqual([]);
});

describe('secrets', () => {
  test('content that is still to come, unless a file or its fingerprint is there', () => {
    expect(rulesOf(changed({ content: null }), 's')).toEqual(['secret.content']);
    expect(rulesOf({ ...changed({ content: null }), files: ['s'] }, 's')).toEqual([]);
  });

  test('a missing approval, term or element is named by its field', () => {
    expect(find(changed({ approvalNumber: null })).map(({ rule, field }) => [rule, field])).toEqual([
      ['secret.approval', 'approvalNumber'],
    ]);
    expect(rulesOf(changed({ term: null }), 's')).toEqual(['secret.noTerm']);
    const [elements] = find(changed({ secrecy: null, measure: null }));
    expect(elements?.params).toEqual({ missing: 'secrecy measure' });
    const said = (['zh', 'en'] as const).map((language) =>
      findingText(ruleOf('secret.elements'), elements?.params ?? {}, language),
    );
    expect(said).toEqual(['三要件待补充：秘密性、保密措施', 'Elements to be added: secrecy, measures']);
  });

  test('a review that is due within sixty days, and one that is past', () => {
    expect(rulesOf(changed({ nextReviewOn: '2027-01-19' }), 's')).toEqual(['secret.review']);
    expect(rulesOf(changed({ nextReviewOn: '2027-01-20' }), 's')).toEqual([]);
    expect(rulesOf(changed({ nextReviewOn: '2026-10' }), 's')).toEqual(['secret.review']);
  });

  test('a term that ends soon, has ended, or was overtaken by publication', () => {
    expect(rulesOf(changed({ term: '2027-01-10' }), 's')).toEqual(['secret.term']);
    expect(rulesOf(changed({ term: '2026-11-20' }), 's')).toEqual(['secret.term']);
    expect(rulesOf(changed({ term: '2026-11-19' }), 's')).toEqual(['secret.ended']);
    expect(rulesOf(changed({ publishedOn: '2026-11-01' }), 's')).toEqual(['secret.ended']);
    expect(rulesOf(changed({ publishedOn: '2026-11-01' }, { status: 'released' }), 's')).toEqual([]);
  });

  test('risk and novelty of the highest grade only', () => {
    expect(rulesOf(changed({ riskAssessedOn: '2025-11-19', noveltyCheckedOn: null }), 's').toSorted()).toEqual([
      'secret.novelty',
      'secret.risk',
    ]);
    expect(rulesOf(changed({ level: 'general', riskAssessedOn: null, noveltyCheckedOn: null }), 's')).toEqual([]);
  });

  test('a proposal waits ten working days, and not while it is in a procedure', () => {
    const world = (recorded: Date): World => ({
      records: { secret: [{ id: 's', status: 'proposed', recordedAtMs: recorded.getTime(), values: {} }] },
    });
    // Ten working days after Friday 6 November is Friday 20 November.
    expect(find(world(new Date(2026, 10, 6, 9)))).toMatchObject([{ rule: 'secret.proposed', dueOn: '2026-11-20' }]);
    expect(find(world(new Date(2026, 10, 9, 9)))).toEqual([]);
    expect(find({ ...world(new Date(2026, 10, 6, 9)), links: { procedureItem: [{ from: 'run', to: 's' }] } })).toEqual(
      [],
    );
  });
});

describe('people in the know', () => {
  const knower = (values: RuleRecord['values'], status = 'active'): World => ({
    ...good,
    records: { ...good.records, person: [{ id: 'p', status, values }] },
  });

  test('need an agreement and training', () => {
    expect(rulesOf(knower({}), 'p')).toEqual(['knower.agreement', 'knower.training']);
    expect(rulesOf(knower({ ...person, agreementNumber: null, agreementSignedOn: '2026-01-01' }), 'p')).toEqual([]);
    expect(rulesOf({ ...knower({}), links: { secretPost: [{ from: 's', to: 'post' }] } }, 'p')).toEqual([]);
    // Whoever knows by his post needs them too, once he holds it, and each secret counts once.
    const byPost = (status?: string): World => ({
      ...knower({ post: 'post' }, status),
      links: { secretPost: [{ from: 's', to: 'post' }], secretPerson: [{ from: 's', to: 'x' }] },
    });
    expect(rulesOf(byPost(), 'p')).toEqual(['knower.agreement', 'knower.training']);
    expect(rulesOf(byPost('left'), 'p')).toEqual([]);
    const both = { ...byPost(), links: { ...byPost().links, secretPerson: [{ from: 's', to: 'p' }] } };
    expect(find(both)[0]?.params).toEqual({ count: 1 });
  });

  test('who left should know nothing any more', () => {
    expect(find(knower(person, 'left'))).toMatchObject([{ rule: 'knower.left', params: { count: 1 } }]);
  });

  test('a scope names a post or a person', () => {
    expect(rulesOf({ ...good, links: {} }, 's')).toEqual(['secret.scope']);
    expect(rulesOf({ ...good, links: { secretPost: [{ from: 's', to: 'x' }] } }, 's')).toEqual([]);
  });
});

describe('measures', () => {
  const withMeasures = (list: Partial<RuleRecord>[], more: Partial<World> = {}): World => ({
    ...good,
    ...more,
    records: { ...good.records, ...more.records, measure: list },
    links: { ...good.links, ...more.links },
  });

  test('none at all, some kinds missing, ended ones and ones without evidence', () => {
    expect(rulesOf(withMeasures([]), 's')).toEqual(['measure.none']);
    const [first, ...rest] = measures;
    expect(find(withMeasures(rest))).toMatchObject([{ rule: 'measure.gap', params: { missing: 'duty' } }]);
    const ended = { ...first, values: { ...first?.values, endsOn: '2026-11-19' } };
    expect(rulesOf(withMeasures([ended, ...rest]), 's')).toEqual(['measure.gap']);
    const bare = { ...first, values: { ...first?.values, evidence: null } };
    expect(rulesOf(withMeasures([bare, ...rest]), 's')).toEqual(['measure.gap']);
    expect(rulesOf(withMeasures([bare, ...rest], { files: ['duty'] }), 's')).toEqual([]);
  });

  test('of another department, and listed for other secrets, hold nothing here', () => {
    const [first, ...rest] = measures;
    const other = { ...first, values: { ...first?.values, appliesTo: 'department', department: 'd2' } };
    expect(rulesOf(withMeasures([other, ...rest]), 's')).toEqual(['measure.gap']);
    const listed = { ...first, values: { ...first?.values, appliesTo: 'listed' } };
    expect(rulesOf(withMeasures([listed, ...rest]), 's')).toEqual(['measure.gap']);
    expect(
      rulesOf(withMeasures([listed, ...rest], { links: { secretMeasure: [{ from: 's', to: 'duty' }] } }), 's'),
    ).toEqual([]);
  });

  test('a system with digital measures counts for the last kind once its permissions were reviewed', () => {
    const rest = measures.filter(({ id }) => id !== 'other');
    const dated = { permissionsGradedOn: '2026-01-05', maskedOn: '2026-02-01', loggedOn: '2026-01-05', logMonths: 12 };
    const systems = {
      informationSystem: [{ id: 'plm', status: 'in_use', values: dated }],
      permissionReview: [{ id: 'r', values: { informationSystem: 'plm', reviewedOn: '2026-09-01' } }],
    };
    const links = { secretSystem: [{ from: 's', to: 'plm' }] };
    expect(find(withMeasures(rest, { records: systems, links }))).toEqual([]);
    const unreviewed = { ...systems, permissionReview: [] };
    expect(find(withMeasures(rest, { records: unreviewed, links })).map(({ rule }) => rule)).toEqual([
      'system.review',
      'measure.gap',
    ]);
  });

  test('systems: permissions twice a year, the three digital measures, logs of six months', () => {
    const system = (values: RuleRecord['values'], reviewedOn = '2026-11-01'): World => ({
      ...good,
      records: {
        ...good.records,
        informationSystem: [{ id: 'plm', status: 'in_use', values }],
        permissionReview: [{ id: 'r', values: { informationSystem: 'plm', reviewedOn } }],
      },
      links: { ...good.links, secretSystem: [{ from: 's', to: 'plm' }] },
    });
    const dated = { permissionsGradedOn: '2026-01-05', maskedOn: '2026-02-01', loggedOn: '2026-01-05' };
    expect(rulesOf(system({ ...dated, logMonths: 6 }), 'plm')).toEqual([]);
    expect(rulesOf(system({ ...dated, logMonths: 5 }), 'plm')).toEqual(['system.logs']);
    expect(rulesOf(system(dated, '2026-05-20'), 'plm')).toEqual(['system.review']);
    expect(find(system({ loggedOn: '2026-01-05' }))).toMatchObject([
      { rule: 'system.measures', params: { missing: 'permissionsGradedOn maskedOn' } },
    ]);
  });
});

test('what was signed on paper is to be there as a scan; a paper still out for signing is not', () => {
  const step = (name: string, mode: string) => ({ id: name, values: { procedure: 'run', step: name, mode } });
  const world = (...steps: Partial<RuleRecord>[]): World => ({
    records: { procedure: [{ id: 'run', values: { title: '定密' } }], procedureStep: steps },
  });
  const signed = world(step('propose', 'paper'), step('departmentHead', 'paper'));
  expect(rulesOf(signed, 'run')).toEqual(['procedure.scan']);
  expect(rulesOf({ ...signed, files: ['run'] }, 'run')).toEqual([]);
  expect(rulesOf(world(step('propose', 'paper'), step('departmentHead', 'screen')), 'run')).toEqual([]);
});

describe('what a finding says', () => {
  test('rests on a source of the table, in force and not younger than the table', () => {
    for (const { source } of allRules) expect(sourceOf(source).inForceFrom <= legalSourcesAsOf).toBe(true);
    expect(new Set(legalSources.map(({ key }) => key)).size).toBe(legalSources.length);
    expect(() => sourceOf('nothing')).toThrow('no legal source');
  });

  test('puts forward as law only what was read: arts. 16 to 28 of Guozifa [2010] No. 41 were not', () => {
    const article = ({ zh }: { zh: string }) => /第(?:十[六七八九]|二十[一二三四五六七八]?)条/.test(zh);
    const unread = legalSources.filter(
      (source) => source.title.zh.includes('国资发〔2010〕41号') && article(source.article),
    );
    expect(unread.map(({ key }) => key)).toEqual(['sasac-41-16', 'sasac-41-17', 'sasac-41-19']);
    for (const { firmness } of unread) expect(firmness).toBe('unread');
    const words = [zh, en].map(({ finding }) => finding.firmness as Record<string, string>);
    for (const { firmness } of legalSources) for (const word of words) expect(word[firmness], firmness).toBeTruthy();
    expect(words.map(({ unread: word }) => word)).toEqual(['条文待核对', 'text to be checked']);
  });

  test('is neutral: it says what is to be added or done, not that something was violated', () => {
    const judging =
      /违规|违法|违反|失职|泄密|严重|不足|尚未|未落|均无|violat|illegal|breach|fail|less than|not yet|none of|no /i;
    for (const rule of allRules) {
      for (const text of [
        ...Object.values(rule.label),
        ...Object.values(rule.finding),
        ...Object.values(rule.fixLabel),
      ]) {
        expect(text, rule.key).not.toMatch(judging);
        for (const word of stateSecretGradeWords.filter((grade) => grade !== '秘密')) expect(text).not.toContain(word);
      }
      const params = { since: 'x', missing: 'x', date: 'x', count: 1, last: 'x', months: 1 };
      for (const language of ['zh', 'en'] as const) expect(findingText(rule, params, language)).not.toMatch(/[{}]/);
    }
    expect(new Set(allRules.map(({ key }) => key)).size).toBe(allRules.length);
  });

  test('the severest come first, then what is due first', () => {
    const found = find({
      ...good,
      records: {
        ...good.records,
        secret: [
          { id: 'a', values: { ...whole, nextReviewOn: '2026-12-01' } },
          { id: 'b', values: { ...whole, nextReviewOn: '2026-11-01' } },
          { id: 'c', values: { ...whole, content: null } },
        ],
      },
      links: { secretPerson: ['a', 'b', 'c'].map((from) => ({ from, to: 'p' })) },
    });
    expect(found.map(({ record }) => record)).toEqual(['c', 'b', 'a']);
  });
});
