// Handlers of findings, matrices and figures. What reads the whole vault is asked of the worker beside the core (readings.ts); what reads
// one record or one page is answered at once.
import { localDate } from '../../../shared/time.ts';
import { type Handlers, requireSession } from '../router.ts';
import type { CoreState } from '../state.ts';
import type { VaultSession } from '../vault/session.ts';
import { findingsOfRecord } from './findings.ts';
import { riskMatrix, riskSecrets } from './risk.ts';

type RuleRoute =
  | 'rules.findings'
  | 'measures.matrix'
  | 'knowledge.matrix'
  | 'workbench.figures'
  | 'risk.matrix'
  | 'risk.secrets';

/** The session and the input with its day: today by the clock of the vault where none is given. */
function dated<Input extends { date: string | null }>(
  state: CoreState,
  input: Input,
): { session: VaultSession; asked: Input & { date: string } } {
  const session = requireSession(state);
  return { session, asked: { ...input, date: input.date ?? localDate(session.now()) } };
}

export const ruleHandlers: Pick<Handlers, RuleRoute> = {
  'rules.findings': async (state, input) => {
    const { session, asked } = dated(state, input);
    return asked.record === null
      ? state.readings.ask(session, 'findings', asked)
      : findingsOfRecord(session, { ...asked, record: asked.record });
  },
  'measures.matrix': async (state, input) => {
    const { session, asked } = dated(state, input);
    return state.readings.ask(session, 'measures', asked);
  },
  'knowledge.matrix': async (state, input) => {
    const { session, asked } = dated(state, input);
    return state.readings.ask(session, 'knowledge', asked);
  },
  'workbench.figures': async (state, input) => {
    const { session, asked } = dated(state, input);
    return state.readings.ask(session, 'figures', asked);
  },
  'risk.matrix': (state, input) => {
    const { session, asked } = dated(state, input);
    return riskMatrix(session, asked);
  },
  'risk.secrets': (state, input) => {
    const { session, asked } = dated(state, input);
    return riskSecrets(session, asked);
  },
};
