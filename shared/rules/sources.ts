// The sources rules rest on: title, article, since when, how firm, and what the article says in our own words. Data, shipped and dated.
import { z } from 'zod';
import table from '../../resources/legal/sources.json' with { type: 'json' };

const label = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

const shape = z.strictObject({
  /** The day the table was last gone through. */
  asOf: date,
  sources: z.array(
    z.strictObject({
      key: z.string().regex(/^[a-z][a-z0-9-]+$/),
      title: label,
      article: label,
      inForceFrom: date,
      /** Absent while it is in force. */
      inForceUntil: date.optional(),
      /**
       * statute, interpretation and regulation bind; guidance does not; house is the enterprise's own rule. unread: told from knowledge,
       * the text has still to be read against it, so it is not put forward as law.
       */
      firmness: z.enum(['statute', 'interpretation', 'regulation', 'guidance', 'house', 'unread']),
      gist: label,
    }),
  ),
});

const parsed = shape.parse(table);

export type LegalSource = (typeof parsed.sources)[number];

/** Every source of the table. */
export const legalSources: readonly LegalSource[] = parsed.sources;

/** The day the table was last gone through, `YYYY-MM-DD`. */
export const legalSourcesAsOf: string = parsed.asOf;

const byKey = new Map(parsed.sources.map((source) => [source.key, source]));

/** The source with this key. Throws on an unknown one: rules name only what the table has. */
export function sourceOf(key: string): LegalSource {
  const found = byKey.get(key);
  if (!found) throw new Error(`no legal source ${key}`);
  return found;
}
