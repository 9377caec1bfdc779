// Routes of drafts: what a form held when it was not saved. A draft belongs to one user and opens for nobody else.
import { z } from 'zod';
import { route } from '../route.ts';
import { empty, fieldValues, recordId, registerKey } from './common.ts';

const own = { state: 'unlocked', roles: ['officer', 'liaison'], writes: true } as const;

/** What a form held, as typed. */
export const draftContent = z.strictObject({
  /** The one section that was edited; null for all. */
  section: z.string().max(60).nullable(),
  /** Texts and ticks that differ from what the form started with, by their name in the form. */
  form: z.record(z.string().max(60), z.union([z.string().max(200_000), z.boolean(), z.null()])),
  /** What the record held of those fields then, so that somebody else's change meets a conflict. */
  base: fieldValues,
  /** Names of the records chosen in the form, by field. */
  names: z.record(z.string().max(60), z.string().max(1000)),
  reason: z.string().max(500),
});
export type DraftContent = z.infer<typeof draftContent>;

const draftHead = z.strictObject({
  id: recordId,
  register: registerKey,
  /** Null: a record that is not there yet. */
  recordId: recordId.nullable(),
  /** The version the form started from. */
  version: z.number().int().nullable(),
  savedAtMs: z.number().int(),
});

export const draftRoutes = {
  /**
   * Keeps a form. The first saving of a draft is an event; replacing it is none: it is nobody's record yet, and a form
   * is kept every few seconds.
   */
  'draft.save': route({
    kind: 'session',
    input: z.strictObject({
      /** Null makes a new draft. */
      id: recordId.nullable(),
      register: registerKey,
      recordId: recordId.nullable(),
      version: z.number().int().nullable(),
      content: draftContent,
    }),
    output: z.strictObject({ id: recordId, savedAtMs: z.number().int() }),
    access: own,
    audit: 'draft.saved',
  }),
  /** The user's own drafts, latest first. Number and title are the record's, never the draft's. */
  'draft.list': route({
    kind: 'query',
    input: empty,
    output: z.strictObject({
      drafts: z.array(draftHead.extend({ number: z.string().nullable(), title: z.string().nullable() })),
    }),
    access: { ...own, writes: false },
    audit: null,
  }),
  'draft.open': route({
    kind: 'command',
    input: z.strictObject({ id: recordId }),
    output: draftHead.extend({ content: draftContent }),
    access: own,
    audit: 'draft.opened',
  }),
  'draft.discard': route({
    kind: 'command',
    input: z.strictObject({ id: recordId }),
    output: empty,
    access: own,
    audit: 'draft.discarded',
  }),
};
