// The rules of this version. Nothing else names them all.
import type { Rule } from './finding.ts';
import { knowerRules } from './knower-rules.ts';
import { measureRules } from './measure-rules.ts';
import { procedureRules } from './procedure-rules.ts';
import { secretRules } from './secret-rules.ts';
import { sourceOf } from './sources.ts';

export const allRules: readonly Rule[] = [...secretRules, ...knowerRules, ...measureRules, ...procedureRules];
for (const { source } of allRules) sourceOf(source);

/** The rule with this key. Throws on an unknown one. */
export function ruleOf(key: string): Rule {
  const rule = allRules.find((candidate) => candidate.key === key);
  if (!rule) throw new Error(`no rule ${key}`);
  return rule;
}
