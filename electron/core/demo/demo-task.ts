// Builds the demo enterprise: a real vault, filled through the same engine, its clock moved over two years.
import { rmSync } from 'node:fs';
import type { TaskContext, TaskStart } from '../tasks.ts';
import { createVault } from '../vault/create.ts';
import { closeVault, openVault } from '../vault/open.ts';
import { openProfile } from '../vault/profile.ts';
import * as words from './demo-data.ts';
import { createRandom } from './random.ts';
import { type Demo, historyDays, tell } from './story.ts';

const dayMs = 86_400_000;
export const demoLogin = 'demo';

/** Operations: `create`. */
export function demoTask(start: TaskStart) {
  return {
    create: (input: { path: string; password: string; secrets: number }, job: TaskContext) =>
      createDemo(start, input, job),
  };
}

/** Creates the demo vault and closes it. Returns its folder. */
export async function createDemo(
  start: TaskStart,
  input: { path: string; password: string; secrets: number },
  job: TaskContext,
): Promise<{ path: string }> {
  // Every commit of this vault is made here; the clock is the story's, and ends today.
  const endMs = Date.now();
  let clockMs = endMs - historyDays * dayMs;
  const folder = await createVault(
    {
      path: input.path,
      organisation: words.demoOrganisation,
      officerLogin: demoLogin,
      officerName: '沈若溪',
      password: input.password,
      scheme: 'three',
      numberPatterns: {},
      stateSecretDeclared: true,
      singleOfficerReason: '演示库',
      demo: true,
    },
    start.migrations,
    clockMs,
  );
  try {
    clockMs += 60_000;
    const session = await openVault({
      folder,
      login: demoLogin,
      password: input.password,
      readOnly: false,
      registers: start.registers,
      migrations: start.migrations,
      profile: openProfile(start.profileFolder),
      now: () => clockMs,
    });
    try {
      const demo: Demo = {
        session,
        random: createRandom(20_231_120),
        departments: new Map(),
        posts: new Map(),
        people: [],
        secrets: [],
      };
      await tell(
        demo,
        input.secrets,
        (untilDay) => {
          clockMs = Math.max(clockMs + 60_000, endMs - (historyDays - untilDay) * dayMs);
        },
        job,
      );
      clockMs = Date.now();
    } finally {
      closeVault(session);
    }
    return { path: folder };
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true });
    throw cause;
  }
}
