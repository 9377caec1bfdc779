// Rules on protective measures: the seven kinds for each secret, and the digital ones in the systems where secrets live (law.md 1.12a, 8).
import { readCoverage } from '../measures.ts';
import { measureKinds } from '../registers/measure.ts';
import { lastDay } from '../time.ts';
import { addMonths } from '../values/date.ts';
import type { Rule, RuleRecord } from './finding.ts';
import { isGraded, secretFinding } from './secret-rules.ts';

/** Months between reviews of permissions (house rule). */
const reviewMonths = 6;
/** Months logs are kept at least (网络安全法 art. 23). */
const logMonths = 6;

const noMeasure: Rule = {
  key: 'measure.none',
  label: { zh: '保密措施待登记', en: 'Measures to be recorded' },
  severity: 'high',
  source: 'fashi-2020-7-5',
  finding: { zh: '保密措施及其凭证待登记', en: 'Protective measures are to be recorded, with evidence' },
  fixLabel: { zh: '登记措施', en: 'Record a measure' },
  *judge(read, date) {
    const covers = readCoverage(read, date);
    for (const secret of read.records('secret', ['name', 'department', 'level']))
      if (
        isGraded(secret) &&
        [...covers(secret.id, department(secret)).values()].every(({ hasEvidence }) => !hasEvidence)
      )
        yield { ...secretFinding(secret), fix: { act: 'link', link: 'secretMeasure' } };
  },
};

const gaps: Rule = {
  key: 'measure.gap',
  label: { zh: '最高密级的措施待补充', en: 'Measures of the highest grade to be added' },
  severity: 'low',
  source: 'fashi-2020-7-6',
  finding: { zh: '最高密级，措施待补充：{missing}', en: 'Highest grade; measures to be added: {missing}' },
  fixLabel: { zh: '登记措施', en: 'Record a measure' },
  words: Object.fromEntries(measureKinds.map(({ code, label }) => [code, label])),
  *judge(read, date) {
    const highest = read.scheme.grades[0]?.code;
    const covers = readCoverage(read, date);
    for (const secret of read.records('secret', ['name', 'department', 'level'])) {
      if (!isGraded(secret) || secret.values.level !== highest) continue;
      const held = covers(secret.id, department(secret));
      const missing = measureKinds.filter(({ code }) => held.get(code)?.hasEvidence !== true);
      if (missing.length > 0 && missing.length < measureKinds.length)
        yield {
          ...secretFinding(secret),
          params: { missing: missing.map(({ code }) => code).join(' ') },
          fix: { act: 'link', link: 'secretMeasure' },
        };
    }
  },
};

function department(secret: RuleRecord): string | null {
  return typeof secret.values.department === 'string' ? secret.values.department : null;
}

function systemFinding(system: RuleRecord) {
  return {
    register: 'informationSystem',
    record: system.id,
    number: system.number,
    title: String(system.values.name ?? ''),
    field: null,
    params: {},
    dueOn: null,
  };
}

const permissionReview: Rule = {
  key: 'system.review',
  label: { zh: '信息系统权限待复核', en: 'Permissions in systems to be reviewed' },
  severity: 'medium',
  source: 'house-time',
  finding: { zh: '权限复核待办（上次 {last}）', en: 'Permissions are to be reviewed (last {last})' },
  fixLabel: { zh: '查看系统', en: 'Look at the system' },
  *judge(read, date) {
    const last = new Map<string, string>();
    for (const { values } of read.records('permissionReview', ['informationSystem', 'reviewedOn'])) {
      const [system, on] = [String(values.informationSystem), lastDay(String(values.reviewedOn ?? '0000-01-01'))];
      if ((last.get(system) ?? '') < on) last.set(system, on);
    }
    for (const system of read.records('informationSystem', ['name', 'startsOn'])) {
      if (system.status !== 'in_use') continue;
      const from = last.get(system.id) ?? (typeof system.values.startsOn === 'string' ? system.values.startsOn : null);
      const dueOn = from === null ? null : addMonths(lastDay(from), reviewMonths);
      if (dueOn === null || dueOn <= date)
        yield { ...systemFinding(system), params: { last: last.get(system.id) ?? '—' }, dueOn, fix: { act: 'open' } };
    }
  },
};

const digitalWords = {
  permissionsGradedOn: { zh: '权限分级', en: 'graded permissions' },
  maskedOn: { zh: '数据脱敏', en: 'masked data' },
  loggedOn: { zh: '日志留存', en: 'kept logs' },
};

const digitalMeasures: Rule = {
  key: 'system.measures',
  label: { zh: '信息系统数字化措施待补充', en: 'Digital measures of systems to be added' },
  severity: 'medium',
  source: 'samr-126',
  finding: { zh: '数字化措施待补充：{missing}', en: 'Digital measures to be added: {missing}' },
  fixLabel: { zh: '登记措施', en: 'Record the measures' },
  words: digitalWords,
  *judge(read) {
    const parts = Object.keys(digitalWords);
    const used = new Set(Array.from(read.links('secretSystem'), ({ to }) => to));
    for (const system of read.records('informationSystem', ['name', ...parts])) {
      const missing = parts.filter((key) => typeof system.values[key] !== 'string');
      const [first] = missing;
      if (used.has(system.id) && system.status === 'in_use' && first !== undefined)
        yield {
          ...systemFinding(system),
          field: first,
          params: { missing: missing.join(' ') },
          fix: { act: 'edit', field: first },
        };
    }
  },
};

const logsKept: Rule = {
  key: 'system.logs',
  label: { zh: '日志留存期限待核实', en: 'Time logs are kept to be checked' },
  severity: 'low',
  source: 'csl-23',
  finding: {
    zh: '日志留存登记为 {months} 个月，待核实',
    en: 'Logs are recorded as kept {months} months; to be checked',
  },
  fixLabel: { zh: '查看系统', en: 'Look at the system' },
  *judge(read) {
    for (const system of read.records('informationSystem', ['name', 'logMonths'])) {
      const months = system.values.logMonths;
      if (system.status === 'in_use' && typeof months === 'number' && months < logMonths)
        yield {
          ...systemFinding(system),
          field: 'logMonths',
          params: { months },
          fix: { act: 'edit', field: 'logMonths' },
        };
    }
  },
};

export const measureRules: readonly Rule[] = [noMeasure, permissionReview, digitalMeasures, gaps, logsKept];
