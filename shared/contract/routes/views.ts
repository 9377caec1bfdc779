// Routes of saved views: a register's list as one user arranged it, under a name.
import { z } from 'zod';
import { roles, route } from '../route.ts';
import { empty, filter, recordId, registerKey, sort } from './common.ts';

const everybody = { state: 'unlocked', roles, writes: true } as const;

export const viewContent = z.strictObject({
  /** The built-in view it narrows: `all`, `due` … */
  base: z.string().max(60),
  search: z.string().max(200),
  filters: z.array(filter).max(50),
  includeVoid: z.boolean(),
  sort,
  /** Column keys in order; empty: the usual one. */
  order: z.array(z.string().max(60)).max(200),
  /** Column key → shown or not, where it differs from the definition. */
  shown: z.record(z.string().max(60), z.boolean()),
});
export type ViewContent = z.infer<typeof viewContent>;

export const savedView = z.strictObject({ id: recordId, name: z.string(), content: viewContent });
export type SavedView = z.infer<typeof savedView>;

export const viewRoutes = {
  /** The user's own views of a register, oldest first. */
  'view.list': route({
    kind: 'query',
    input: z.strictObject({ register: registerKey }),
    output: z.strictObject({ views: z.array(savedView) }),
    access: { state: 'unlocked', roles: 'any', writes: false },
    audit: null,
  }),
  'view.save': route({
    kind: 'command',
    input: z.strictObject({
      /** Null makes a new view. */
      id: recordId.nullable(),
      register: registerKey,
      name: z.string().trim().min(1).max(40),
      content: viewContent,
    }),
    output: savedView,
    access: everybody,
    audit: 'view.saved',
  }),
  'view.remove': route({
    kind: 'command',
    input: z.strictObject({ id: recordId }),
    output: empty,
    access: everybody,
    audit: 'view.removed',
  }),
};
