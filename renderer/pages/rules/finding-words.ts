// A finding in words, its source, and where its fix leads. Asks the rules and the table of sources.
import type { RouteOutput } from '../../../shared/contract/contract.ts';
import { ruleOf } from '../../../shared/rules/all.ts';
import { findingText } from '../../../shared/rules/finding.ts';
import { sourceOf } from '../../../shared/rules/sources.ts';
import type { Language } from '../../i18n/index.ts';

export type FindingView = RouteOutput<'rules.findings'>['findings'][number];

/** What was found. */
export function findingSentence(finding: FindingView, language: Language): string {
  return findingText(ruleOf(finding.rule), finding.params, language);
}

/** What the fix says on its button. */
export function fixWord(finding: FindingView, language: Language): string {
  return ruleOf(finding.rule).fixLabel[language];
}

/** Title and article of the source, and what it says in our words. */
export function sourceWords(key: string, language: Language): { name: string; gist: string; firmness: string } {
  const { title, article, gist, firmness } = sourceOf(key);
  return { name: `${title[language]} ${article[language]}`, gist: gist[language], firmness };
}

/** The address a fix leads to; a procedure starts from the record's own menu, so its record is opened. */
export function fixAddress(finding: FindingView): string {
  const page = `/r/${finding.register}/${finding.record}`;
  return finding.fix.act === 'edit' ? `${page}?edit=1` : page;
}
