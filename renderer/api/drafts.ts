// The user's own drafts as the window knows them: what there is to continue, and keeping an open form every few seconds.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { RouteInput, RouteOutput } from '../../shared/contract/contract.ts';
import type { DraftContent } from '../../shared/contract/routes/drafts.ts';
import { useRights } from '../app/session.tsx';
import { asCallError, call } from './client.ts';
import { useRead } from './queries.ts';

export type Draft = RouteOutput<'draft.list'>['drafts'][number];
export type OpenDraft = RouteOutput<'draft.open'>;

/** What may be lost when the computer goes down in the middle of a word. */
export const keepEveryMs = 5000;

/** Drafts that an open form is writing: they are no offers. */
const inForms = new Set<string>();

/** The drafts there are to continue, latest first; with a place, those of that form only. */
export function useDrafts(place?: { register: string; recordId: string | null }): Draft[] {
  const rights = useRights();
  const answer = useRead('draft.list', {}, { enabled: rights.write });
  if (!rights.write) return [];
  return (answer.data?.drafts ?? []).filter(
    (draft) =>
      !inForms.has(draft.id) &&
      (place === undefined || (draft.register === place.register && draft.recordId === place.recordId)),
  );
}

export interface DraftKeeper {
  /** Says that something was typed; the form is kept within `keepEveryMs`. */
  changed(): void;
  /** Keeps the form now. Rejects with a CallError where it cannot be kept. */
  keep(): Promise<void>;
  /** Waits for what is under way; the draft's id, which goes with the saving of the form. */
  settle(): Promise<string | undefined>;
  /** The form is done with: nothing more is kept. */
  finish(): void;
  /** The form was left on purpose: its draft goes too. */
  drop(): Promise<void>;
  /** While the form is on the page its draft is no offer. */
  hold(): void;
  release(): void;
}

type Place = Pick<RouteInput<'draft.save'>, 'register' | 'recordId' | 'version'>;

/** Keeps a form in the order of its changes, one call after the other. Knows nothing of pages. */
export function createKeeper(
  place: Place,
  startId: string | null,
  read: () => DraftContent | null,
  tell: (state: { savedAtMs: number | null; hasFailed: boolean }) => void,
): DraftKeeper {
  let id = startId;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let last: Promise<void> = Promise.resolve();
  let isDone = false;

  function wait(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  }

  async function discard(): Promise<void> {
    if (id === null) return;
    const gone = id;
    id = null;
    inForms.delete(gone);
    await call('draft.discard', { id: gone });
  }

  async function save(): Promise<void> {
    if (isDone) return;
    const content = read();
    if (content === null) {
      await discard();
      tell({ savedAtMs: null, hasFailed: false });
      return;
    }
    try {
      const saved = await call('draft.save', { id, ...place, content });
      id = saved.id;
      inForms.add(id);
      tell({ savedAtMs: saved.savedAtMs, hasFailed: false });
    } catch (error) {
      tell({ savedAtMs: null, hasFailed: true });
      throw asCallError(error);
    }
  }

  function keep(): Promise<void> {
    wait();
    last = last.catch(() => undefined).then(save);
    return last;
  }

  return {
    keep,
    changed() {
      if (isDone || timer !== null) return;
      // Counted from the first change: whoever types on without a pause loses no more than that either.
      timer = setTimeout(() => void keep().catch(() => undefined), keepEveryMs);
    },
    async settle() {
      wait();
      await last.catch(() => undefined);
      return id ?? undefined;
    },
    finish() {
      wait();
      isDone = true;
    },
    async drop() {
      wait();
      isDone = true;
      await last.catch(() => undefined);
      await discard();
    },
    hold() {
      if (id !== null) inForms.add(id);
    },
    release() {
      if (id !== null) inForms.delete(id);
    },
  };
}

/** The keeper of one open form, and what it says of itself. What is not saved or dropped is kept when the form goes. */
export function useDraftKeeper(
  place: Place,
  start: { id: string; savedAtMs: number } | null,
  read: () => DraftContent | null,
) {
  const client = useQueryClient();
  const [state, setState] = useState<{ savedAtMs: number | null; hasFailed: boolean }>({
    savedAtMs: start?.savedAtMs ?? null,
    hasFailed: false,
  });
  const startId = start?.id ?? null;
  const reader = useRef(read);
  reader.current = read;
  const { register, recordId, version } = place;
  const keeper = useMemo(
    () => createKeeper({ register, recordId, version }, startId, () => reader.current(), setState),
    [register, recordId, version, startId],
  );
  useEffect(() => {
    keeper.hold();
    return () => {
      void keeper
        .keep()
        .catch(() => undefined)
        .then(() => {
          keeper.release();
          return client.invalidateQueries({ queryKey: ['draft.list'] });
        });
    };
  }, [keeper, client]);
  return { keeper, ...state };
}
