// The worker's side of what is computed over the whole vault: findings, matrices, figures. Reads through a connection that cannot write and
// holds no key to content; each answer is of one state of the vault.
import type { TaskContext } from '../tasks.ts';
import type { VaultSession } from '../vault/session.ts';
import { readSettings } from '../vault/settings.ts';
import { workbenchFigures } from './figures.ts';
import { createFindings } from './findings.ts';
import { keptForState } from './kept.ts';
import { knowledgeMatrix } from './knowledge-matrix.ts';
import { measuresMatrix } from './measures-matrix.ts';
import type { Readings } from './readings.ts';

/** The operations by name. */
export function readingTask(session: VaultSession): Readings {
  let present: TaskContext | undefined;
  const onRow = () => present?.checkCancelled();
  /** In one view of the database, under the settings that hold in it. */
  const inOneView = <Input, Output>(work: (input: Input) => Output): ((input: Input, job?: TaskContext) => Output) =>
    session.db.transaction((input: Input, job?: TaskContext) => {
      session.settings = readSettings(session.db);
      present = job;
      return work(input);
    });
  const figures = keptForState(session, (date) => workbenchFigures(session, date));
  return {
    findings: inOneView(createFindings(session, onRow)),
    measures: inOneView((input) => measuresMatrix(session, input)),
    knowledge: inOneView((input) => knowledgeMatrix(session, input)),
    figures: inOneView(({ date }) => figures(date)),
  };
}
