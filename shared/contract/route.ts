// What a route is. Routes are data: the router, the command line and the tests read them; handlers are a mapped type.
import type { z } from 'zod';

export const roles = ['system', 'officer', 'approver', 'auditor', 'liaison', 'reader'] as const;
export type Role = (typeof roles)[number];

/**
 * query: synchronous read. command: one synchronous transaction that must append to the journal.
 * session: asynchronous work around a vault (open, close, key derivation). job: runs in a worker, answers with its id.
 */
export type RouteKind = 'query' | 'command' | 'session' | 'job';

export interface Route<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  kind: RouteKind;
  input: Input;
  output: Output;
  /** Who may call it, and in which state of the vault. */
  access: { state: 'locked' | 'unlocked' | 'any'; roles: readonly Role[] | 'any'; writes: boolean };
  /** The journal action a call leaves; null only for reads that look at nothing sealed and for locked routes. */
  audit: string | null;
}

/** Gives a route its exact type; adds nothing. */
export function route<Input extends z.ZodType, Output extends z.ZodType, Kind extends RouteKind>(
  definition: Route<Input, Output> & { kind: Kind },
): Route<Input, Output> & { kind: Kind } {
  return definition;
}
