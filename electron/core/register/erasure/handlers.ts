// Handlers of marks and erasure: what must stay, what must go, and who decided.
import { prepared } from '../../db/prepared.ts';
import { type Handlers, requireSession } from '../../router.ts';
import { workerBasics } from '../../vault/handlers.ts';
import { transferOf } from '../../worker-messages.ts';
import type { KeptValues } from '../kept-values.ts';
import { liftMark, marksOf, setMark } from '../marks.ts';
import { getRow } from '../read.ts';
import { rowById } from '../store.ts';
import { askErasure, decide, listRequests, openRequest } from './requests.ts';

type ErasureRoute = Extract<keyof Handlers, `mark.${string}` | `erasure.${string}`>;

export const erasureHandlers: Pick<Handlers, ErasureRoute> = {
  'mark.set': {
    batch: ({ ids }) => ids.length > 1,
    run: (context, { register, ids, kind, reason }) => {
      const definition = context.session.registry.byKey(register);
      for (const id of ids) setMark(context, definition, rowById(context, definition, id), kind, reason);
      return { marked: ids.length };
    },
  },
  'mark.lift': {
    batch: ({ ids }) => ids.length > 1,
    run: (context, { register, ids, kind }) => {
      const definition = context.session.registry.byKey(register);
      for (const id of ids) liftMark(context, definition, rowById(context, definition, id), kind);
      return { lifted: ids.length };
    },
  },
  'mark.list': (state, { register, id }) => {
    const session = requireSession(state);
    const row = getRow(session, session.registry.byKey(register), id);
    const kept = prepared(session.db, 'SELECT kept FROM revision WHERE record = ?').pluck().all(row.rid) as string[];
    const erased = new Set(
      kept.flatMap((text) =>
        Object.entries(JSON.parse(text) as KeptValues).flatMap(([key, place]) => (place.erased === true ? [key] : [])),
      ),
    );
    return { marks: marksOf(session, row.rid), erased: [...erased].sort() };
  },
  'erasure.ask': {
    run: (context, input) => ({ id: askErasure(context, input) }),
  },
  'erasure.refuse': {
    run: (context, { id }) => {
      decide(context, openRequest(context.session, id), 'refused', null);
      context.journal.append({ action: 'erasure.refused', detail: { erasure: id } });
      return {};
    },
  },
  'erasure.list': (state) => ({ requests: listRequests(requireSession(state)) }),
  'erasure.carryOut': (state, input) => {
    const session = requireSession(state);
    // What is computed beside the core remembers what it read, and a reader keeps freed space from being given back.
    void state.readings.close();
    return {
      kind: 'erasure',
      subject: '',
      writes: true,
      worker: { task: 'erasure', session: transferOf(session), ...workerBasics(state) },
      operation: 'carryOut',
      input,
      onDone: async (result) => {
        await state.readings.close();
        const { registry } = requireSession(state);
        state.dependencies.emit({ type: 'changed', registers: registry.all.map(({ key }) => key), headSize: 0 });
        return result;
      },
    };
  },
};
