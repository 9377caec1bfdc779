// Commands on what is computed: the findings of the rules.
import { ruleOf } from '../../shared/rules/all.ts';
import { findingText } from '../../shared/rules/finding.ts';
import { sourceOf } from '../../shared/rules/sources.ts';
import { isPartialDate } from '../../shared/time.ts';
import { type Arguments, messageLanguage, takePositionals, UsageError } from './arguments.ts';
import { print } from './output.ts';
import { withVault } from './session.ts';

/** As many as one call gives. */
const pageLimit = 10_000;

/** `midian rules VAULT [--date DATE] [--json]`: every finding; exit 1 where there are any. Throws AppError of opening. */
export async function rules(given: Arguments): Promise<number> {
  const [path] = takePositionals(given.positionals, 1, 'rules VAULT') as [string];
  const { date } = given.values;
  if (date !== undefined && (date.length !== 10 || !isPartialDate(date)))
    throw new UsageError(`--date YYYY-MM-DD: ${date}`);
  const language = messageLanguage();
  const report = await withVault(path, given, async ({ call }) => {
    const ask = (offset: number) => call('rules.findings', { date: date ?? null, offset, limit: pageLimit });
    let answer = await ask(0);
    const all = [...answer.findings];
    while (all.length < answer.total) {
      answer = await ask(all.length);
      all.push(...answer.findings);
    }
    return { date: answer.date, findings: all };
  });
  const findings = report.findings.map(({ rule, severity, register, number, title, field, params, source, dueOn }) => {
    const { title: law, article } = sourceOf(source);
    return {
      rule,
      severity,
      register,
      number,
      title,
      field,
      finding: findingText(ruleOf(rule), params, language),
      source: `${law[language]} ${article[language]}`,
      dueOn,
    };
  });
  print(given, { date: report.date, findings }, () =>
    findings.length === 0
      ? '没有待补充、待办理的事项 / no findings'
      : findings
          .map((item) =>
            [item.severity, item.register, item.number ?? '—', item.title, item.finding, item.source].join('\t'),
          )
          .join('\n'),
  );
  return findings.length === 0 ? 0 : 1;
}
