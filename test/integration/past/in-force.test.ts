// The report on a date against lines worked out by hand, in both readings, and the paper it becomes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDocument } from '../../../electron/core/document/document-task.ts';
import { findInForce, inForceSecrets } from '../../../electron/core/document/in-force/in-force-view.ts';
import { setMark } from '../../../electron/core/register/marks.ts';
import { rowById } from '../../../electron/core/register/store.ts';
import type { AsOf } from '../../../shared/contract/routes/common.ts';
import { printedDocument } from '../../../shared/contract/routes/documents.ts';
import { otherText } from '../../../shared/in-force.ts';
import { localDateTime } from '../../../shared/time.ts';
import { hasPoppler, joined } from '../support/pdf.ts';
import { quietJob, write } from '../support/vaults.ts';
import { type Life, makeLife } from './life.ts';

let life: Life;
beforeAll(async () => {
  life = await makeLife();
});
afterAll(() => life.close());

const whole = { ids: null, filters: [], search: '' };
const asOf = (reading: AsOf['reading'], date = '2025-06-30'): AsOf => ({ date, reading });

function report(question: AsOf) {
  const found = findInForce(life.session, { asOf: question, ...whole });
  const secrets = inForceSecrets(life.session, question, found.ids, 'zh');
  return {
    counts: found.counts,
    names: secrets.map(({ name }) => name).toSorted(),
    today: Object.fromEntries(secrets.map(({ name, statusToday }) => [name, statusToday])),
    /** Kind, text, fact date, paper, day of recording with its marks, the other reading. */
    lines: (name: string) =>
      secrets
        .find((secret) => secret.name === name)
        ?.lines.map((line) =>
          [
            line.kind,
            line.text,
            line.factDate,
            line.paper,
            `${localDateTime(line.recordedAtMs).slice(0, 10)}${line.isAfter ? ' after' : ''}${line.lateEntry ? ' late' : ''}`,
            otherText(line.other, question.reading, 'zh'),
          ].join(' | '),
        ),
  };
}

describe('by the papers', () => {
  test('what the papers had in force that day is listed, whenever it was recorded', () => {
    const { names, counts, today } = report(asOf('fact'));
    // 丙 was released by a paper of 06-01; 庚 was void that day.
    expect(names).toEqual(['甲', '乙', '丁', '戊', '己', '辛', '壬', '癸'].toSorted());
    expect(counts).toEqual({ fact: 8, recorded: 8, both: 7, frozen: 0 });
    expect(today).toMatchObject({ 甲: null, 丁: '已解密', 辛: '作废', 癸: '已解密' });
  });

  test('each line stands with its paper, its recording and what our records of that day say', () => {
    expect(report(asOf('fact')).lines('甲')).toEqual([
      'grading | 核心商密；保密期限 10年（至 2035-01-20） | 2025-01-20 | 定审〔2025〕1号 | 2025-01-20 | 当日前已记录',
      'owner | 研发部；张三 | 2025-01-20 | 定审〔2025〕1号 | 2025-01-20 | 当日前已记录',
      // The measures stood in the proposal already.
      'measure | 门禁、编号登记 |  |  | 2025-01-10 | 当日前已记录',
      'carrier | ZT-2025-001 配方图纸；第 3 份；纸质；在库 | 2025-01-20 |  | 2025-01-20 | 当日前已记录',
      'person | 张三（研发部） | 2025-01-20 | 岗位需要　傅明澈 | 2025-01-20 | 当日前已记录',
      // 李四 ended on 06-01, 赵六 by a paper of 06-15; 孙七 was voided only later.
      'person | 孙七（研发部） | 2025-01-20 | 试制　傅明澈 | 2025-01-20 | 当日前已记录',
      'person | 王五（研发部） | 2025-03-01 | 补签　傅明澈 | 2025-10-08 after late | 记录于其后，当日前未记录',
      'post | 配方岗（研发部） | 2025-01-20 |  | 2025-01-20 | 当日前已记录',
      expect.stringMatching(
        /^attachment \| 定密审批表\.pdf；SHA-256 [0-9a-f]{16}… \| 2025-01-20 \| {2}\| 2025-03-05 \| 当日前已记录$/,
      ),
      expect.stringMatching(
        /^attachment \| 会议纪要\.pdf；.* \| 2025-02-10 \| {2}\| 2025-10-08 after \| 记录于其后，当日前未记录$/,
      ),
    ]);
  });

  test('a late entry, a change and a correction recorded later say what our records of that day had instead', () => {
    const { lines } = report(asOf('fact'));
    expect(lines('乙')?.[0]).toBe(
      'grading | 一般商密；保密期限 10年（至 2035-05-12） | 2025-05-12 | 定审〔2025〕9号 | 2025-10-08 after late | 记录于其后，当日前未记录',
    );
    expect(lines('戊')?.[0]).toBe(
      'grading | 核心商密；保密期限 10年（至 2035-02-01） | 2025-06-15 | 密变〔2025〕3号 | 2025-09-01 after late | 当日前所记：一般商密；保密期限 10年（至 2035-02-01）',
    );
    expect(lines('壬')?.find((line) => line.startsWith('measure'))).toBe(
      'measure | 更正后的措施 | 2025-03-01 | 更正 | 2025-09-01 after late | 当日前所记：旧措施',
    );
    // The grade was not touched by the correction and stands as it was recorded then.
    expect(lines('壬')?.[0]).toContain('| 2025-02-01 | 当日前已记录');
  });
});

describe('by what was recorded', () => {
  test('what our records of that day had in force is listed, and later papers are named', () => {
    const { names, counts, lines } = report(asOf('recorded'));
    expect(names).toEqual(['甲', '丙', '丁', '戊', '己', '辛', '壬', '癸'].toSorted());
    expect(counts).toEqual({ fact: 8, recorded: 8, both: 7, frozen: 0 });
    expect(lines('丙')?.[0]).toBe(
      'grading | 一般商密；保密期限 10年（至 2035-02-01） | 2025-02-01 |  | 2025-02-01 | 依其后记录的文书：已解密；一般商密；保密期限 10年（至 2035-02-01）',
    );
    expect(lines('戊')?.[0]).toContain('| 依其后记录的文书：核心商密；保密期限 10年（至 2035-02-01）');
    // Its release was recorded by then but dated the day after: it was in force still.
    expect(lines('癸')?.[0]).toContain('一般商密');
    const people = lines('甲')?.filter((line) => line.startsWith('person'));
    expect(people).toEqual([
      'person | 张三（研发部） | 2025-01-20 | 岗位需要　傅明澈 | 2025-01-20 | 依文书当日亦同',
      'person | 赵六（研发部） | 2025-01-20 | 试制　傅明澈 | 2025-01-20 | 依其后记录的文书：已终止 2025-06-15',
      'person | 孙七（研发部） | 2025-01-20 | 试制　傅明澈 | 2025-01-20 | 依文书当日亦同',
    ]);
    expect(lines('甲')?.filter((line) => line.startsWith('attachment'))).toHaveLength(1);
  });

  test('a proposal is in force in neither reading, and a month counts from its last day', () => {
    expect(report(asOf('fact', '2025-01-19')).names).toEqual([]);
    expect(report(asOf('recorded', '2025-01-19')).names).toEqual([]);
    expect(report(asOf('fact', '2025-06-29')).names).not.toContain('己');
    expect(report(asOf('recorded', '2025-06-29')).names).not.toContain('己');
  });

  test('a link holds until the day before it ended', () => {
    const people = (date: string) =>
      report(asOf('fact', date))
        .lines('甲')
        ?.filter((line) => line.includes('李四'));
    expect(people('2025-05-31')).toHaveLength(1);
    expect(people('2025-06-01')).toHaveLength(0);
  });
});

describe('on paper', () => {
  test('the document names its reading, both counts and what each line may claim, and no finding', async () => {
    for (const reading of ['fact', 'recorded'] as const) {
      const target = join(life.vault.base, `${reading}.pdf`);
      const document = printedDocument.parse({ kind: 'inForce', asOf: asOf(reading) });
      const result = await createDocument(life.session, { target, document }, quietJob);
      expect(result.rows).toBe(8);
      if (!hasPoppler) continue;
      const text = joined(readFileSync(target));
      expect(text).toContain('2025年6月30日有效的保护状况');
      expect(text).toContain(
        reading === 'fact'
          ? '依文书当日有效8项；当日前已记录8项；两种口径均在册7项'
          : '当日前已记录8项；依文书当日有效8项',
      );
      expect(text).toContain('不证明固定之前内容真实及形成时间');
      expect(text.includes('记录于其后，当日前未记录')).toBe(reading === 'fact');
      expect(text).not.toMatch(/待补充|待核实|缺失|未填写|整改/);
    }
    const event = life.session.db
      .prepare('SELECT event FROM journal ORDER BY seq DESC LIMIT 1')
      .pluck()
      .get() as string;
    expect(JSON.parse(event)).toMatchObject({ action: 'document.created', detail: { kind: 'inForce', rows: 8 } });
  });

  test('English is complete, and chosen secrets are said to be a part', async () => {
    const target = join(life.vault.base, 'part.pdf');
    const ids = [life.ids.get('甲'), life.ids.get('丙')];
    const document = printedDocument.parse({ kind: 'inForce', asOf: asOf('fact'), ids, language: 'en' });
    expect((await createDocument(life.session, { target, document }, quietJob)).rows).toBe(1);
    if (hasPoppler) expect(joined(readFileSync(target))).toContain('Bythechosenconditions');
  });

  test('what is frozen is left out and counted', async () => {
    const { session, ids } = life;
    const definition = session.registry.byKey('secret');
    await write(session, (context) =>
      setMark(context, definition, rowById(context, definition, ids.get('己') as string), 'frozen', '待答复'),
    );
    const { names, counts } = report(asOf('fact'));
    expect(names).not.toContain('己');
    expect(counts.frozen).toBe(1);
  });
});
