// Documents on paper: asks where to write, then runs the job; the tray shows its course and opens the folder.
import type { RouteInput } from '../../shared/contract/contract.ts';
import { bridge } from './client.ts';
import { runJob } from './jobs.ts';

/** Writes a PDF. `kindName` is what the dialog calls such a file. A cancelled dialog does nothing. Throws CallError. */
export async function printDocument(
  document: RouteInput<'document.create'>['document'],
  suggestedName: string,
  kindName: string,
): Promise<void> {
  const target = await bridge().chooseSave({ suggestedName, filters: [{ name: kindName, extensions: ['pdf'] }] });
  if (target) await runJob('document.create', { target: target.token, document });
}
