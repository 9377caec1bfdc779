// The one way into the core, whole: every route in every state of the vault and for every role answers as the contract
// says, and whatever is sent to it, it answers in its own words.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Core, createCore } from '../../electron/core/core.ts';
import { migrations } from '../../electron/core/db/migrations/all.ts';
import { readHead } from '../../electron/core/journal/append.ts';
import { verifyWhole } from '../../electron/core/journal/journal-task.ts';
import { closeVault } from '../../electron/core/vault/open.ts';
import { contract, type RouteName } from '../../shared/contract/contract.ts';
import { type Envelope, errorCodes } from '../../shared/contract/envelope.ts';
import { type Role, type Route, roles } from '../../shared/contract/route.ts';
import { allRegisters } from '../../shared/registers/all.ts';
import type { FieldValues } from '../../shared/registers/definition.ts';
import { officeOf, ownPassword } from './keys/people.ts';
import { junk, type Known, knowing, pick, type Random, sampleOf, seeded, spoiled } from './support/route-inputs.ts';
import { create, makeVault, password, quietJob, type TestVault } from './support/vaults.ts';

const routes = Object.entries(contract) as [RouteName, Route][];
const nobody = '00000000-0000-4000-8000-000000000000';
const plainTexts = ['x', '甲', nobody, '2026-11-20', 'secret', 'name'];

interface Failure {
  requestId: string;
  cause: unknown;
}

function startCore(vault: TestVault, failures: Failure[]): Core {
  return createCore({
    registers: allRegisters,
    migrations,
    profileFolder: vault.profileFolder,
    now: Date.now,
    emit: () => undefined,
    defaultFolder: vault.base,
    version: '0',
    onLocked: () => undefined,
    logError: (requestId, cause) => failures.push({ requestId, cause }),
  });
}

interface Login {
  login: string | null;
  password: string;
}

const founder: Login = { login: 'officer', password };

async function unlock(core: Core, vault: TestVault, readOnly: boolean, as = founder): Promise<void> {
  const envelope = await core.call('vault.unlock', { path: vault.folder, ...as, readOnly });
  if (!envelope.ok) throw new Error(envelope.error.code);
}

const codeOf = (envelope: Envelope<unknown>) => (envelope.ok ? 'ok' : envelope.error.code);

describe('every route', () => {
  const states = ['locked', 'unlocked', 'readOnly'] as const;
  const roleSets: (readonly Role[])[] = [[], ...roles.map((role) => [role])];
  const decided = ['not_unlocked', 'already_unlocked', 'role_missing', 'read_only'];
  let vault: TestVault;
  /** A user of each role alone, each through his first log-in. */
  beforeAll(async () => {
    vault = await makeVault();
    const office = officeOf(vault);
    await office.as('officer');
    const { id } = await office.ask('register.create', {
      register: 'department',
      number: null,
      values: { name: '研发部' },
    });
    for (const role of roles) await office.add(role === 'officer' ? 'officer2' : role, [role], id);
    await office.core.lock('quit');
  });
  afterAll(() => vault.remove());

  const loginOf = (held: readonly Role[]): Login => {
    const [role] = held;
    return role === undefined ? founder : { login: role === 'officer' ? 'officer2' : role, password: ownPassword };
  };

  /** The refusal the contract asks for, or null where the call must get past the router. */
  function refusal(route: Route, state: (typeof states)[number], held: readonly Role[]): string | null {
    const { access } = route;
    if (state === 'locked') return access.state === 'unlocked' ? 'not_unlocked' : null;
    if (access.state === 'locked') return 'already_unlocked';
    if (access.roles !== 'any' && !access.roles.some((role) => held.includes(role))) return 'role_missing';
    return access.writes && state === 'readOnly' ? 'read_only' : null;
  }

  test.each(states)(
    'answers as the contract says when the vault is %s, for each role alone and for none',
    async (state) => {
      const failures: Failure[] = [];
      const core = startCore(vault, failures);
      const wrong: string[] = [];
      for (const held of state === 'locked' ? [[]] : roleSets) {
        await core.lock('quit');
        for (const [name, route] of routes) {
          if (state !== 'locked' && !core.state.session) await unlock(core, vault, state === 'readOnly', loginOf(held));
          const { session } = core.state;
          // Nobody is without any role; the founder stands in for one.
          if (session && held.length === 0) session.user = { ...session.user, roles: held };
          if (session) expect(session.user.roles).toEqual(held);
          const before = session ? readHead(session.db).range.size : 0;
          const answer = codeOf(await core.call(name, sampleOf(route.input, plainTexts, null)));
          const expected = refusal(route, state, held);
          const isRight = expected === null ? !decided.includes(answer) && answer !== 'internal' : answer === expected;
          if (!isRight) wrong.push(`${name} as ${held.join()}: ${answer}, not ${expected}`);
          if (session && expected === 'role_missing') {
            const appended = readHead(session.db).range.size - before;
            if (appended !== (state === 'unlocked' ? 1 : 0)) wrong.push(`${name}: a refusal left ${appended} events`);
          }
          if (session && expected === 'read_only' && readHead(session.db).range.size !== before)
            wrong.push(`${name} wrote into a vault opened for reading`);
          await core.state.jobs.stopAll(20_000);
        }
      }
      await core.lock('quit');
      expect(wrong).toEqual([]);
      expect(failures).toEqual([]);
    },
  );

  test('that does not exist, and every name objects have by nature, is unknown', async () => {
    const core = startCore(vault, []);
    for (const name of [
      '',
      'secret.drop',
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty',
      'x'.repeat(10_000),
    ])
      expect(codeOf(await core.call(name, {}))).toBe('route_unknown');
  });
});

describe('whatever is sent to the core', () => {
  /** `MIDIAN_ROUTER_CALLS=100000` asks as often as a release is asked; the seed makes a run of its own. */
  const inputs = Number(process.env.MIDIAN_ROUTER_CALLS ?? 20_000);
  const seed = Number(process.env.MIDIAN_ROUTER_SEED ?? 20_261_120);
  /** Calls that derive a key or start a worker: a few of each will do. */
  const slow = new Map<string, number>();
  const slowLimit = 6;
  let vault: TestVault;
  let core: Core;
  const failures: Failure[] = [];
  let texts: string[];
  let known: Known;

  beforeAll(async () => {
    vault = await makeVault();
    const session = await vault.open();
    const ids: Record<string, string[]> = {};
    const make = async (register: string, values: FieldValues, number: string | null = null) => {
      const { id } = await create(session, register, values, number);
      ids[register] = [...(ids[register] ?? []), id];
      return id;
    };
    for (const register of ['department', 'post', 'person', 'carrier', 'secret'])
      for (let index = 0; index < 6; index += 1)
        await make(register, { name: `云母${index}` }, index < 2 ? null : `${register}-${index}`);
    const [person = ''] = ids.person ?? [];
    for (const secret of ids.secret ?? []) await make('secretPerson', { secret, person, startsOn: '2026-01-01' });
    const [secret = ''] = ids.secret ?? [];
    writeFileSync(join(vault.base, 'scan.pdf'), '%PDF-1.4');
    closeVault(session);
    core = startCore(vault, failures);
    await unlock(core, vault, false);
    const folder = join(vault.base, 'out');
    mkdirSync(folder);
    writeFileSync(join(vault.base, 'a.csv'), '秘点编号,秘点名称\n商密〔2026〕900号,云母\n');
    core.grant('token-file', join(vault.base, 'a.csv'));
    core.grant('token-scan', join(vault.base, 'scan.pdf'));
    core.grant('token-folder', folder);
    core.grant('token-new', join(folder, 'new.xlsx'));
    core.grant('token-gone', join(folder, 'gone', 'x.zip'));
    const attached = await core.call('attachment.add', {
      register: 'secret',
      ownerId: secret,
      files: ['token-scan'],
      mode: 'sealed',
      documentDate: null,
      note: null,
    });
    if (!attached.ok) throw new Error(attached.error.code);
    await core.state.jobs.finished((attached.data as { jobId: string }).jobId);
    ids.attachment = core.state.session?.db.prepare('SELECT id FROM attachment').pluck().all() as string[];
    const tokens = ['token-file', 'token-scan', 'token-folder', 'token-new', 'token-gone', 'token-none'];
    known = { registers: allRegisters, ids, tokens, importIds: [], drafts: [], views: [] };
    const fieldKeys = new Set(allRegisters.flatMap(({ fields }) => fields.map(({ key }) => key)));
    texts = [
      ...Object.values(ids).flat(),
      nobody,
      ...allRegisters.map(({ key }) => key),
      ...fieldKeys,
      ...['responsibleId', 'number', 'status', 'late', 'batch', 'recordedAt', 'proposed', 'void', 'core', 'general'],
      ...['2026-11-20', '2026-11', '2026-02-30', '0000-00-00', '9999-12-31', 'long_term', 'P5Y', '3', '-1'],
      ...tokens,
      ...['云母', 'ym', '商密〔2026〕001号', 'secret-3', 'a b', '"', '%', '', ' 甲 ', '\u0000', '\ud83d', 'officer'],
      ...['three', 'four', '{year}', '商密〔{year}〕{seq:3}号', '=1+1', 'x'.repeat(501)],
    ];
  });
  afterAll(async () => {
    await core.lock('quit');
    vault.remove();
  });

  /** Locking would end the run, and a typed path could make folders anywhere: those have tests of their own. */
  const left = ['vault.lock'];

  function inputFor(random: Random, name: string, route: Route): unknown {
    const kind = random();
    if (kind < 0.1) return junk(random, texts);
    const drawn = sampleOf(route.input, texts, random);
    const valid = kind < 0.8 ? knowing(random, drawn, known, name) : drawn;
    if (kind < 0.6) return valid;
    return random() < 0.3 ? spoiled(random, spoiled(random, valid, texts), texts) : spoiled(random, valid, texts);
  }

  function isSlow(name: string, route: Route): boolean {
    return route.kind === 'job' || ['vault.changePassword', 'user.add', 'user.reset', 'import.open'].includes(name);
  }

  async function ask(random: Random, from: Core, names: readonly [RouteName, Route][]): Promise<string | null> {
    const [name, route] = pick(random, names);
    const input = inputFor(random, name, route);
    if (isSlow(name, route) && route.input.safeParse(input).success) {
      const calls = slow.get(name) ?? 0;
      if (calls >= slowLimit) return null;
      slow.set(name, calls + 1);
    }
    const before = failures.length;
    const envelope = await from.call(name, structuredClone(input));
    if (envelope.ok) {
      const { id = '', importId = '' } = (envelope.data ?? {}) as { id?: string; importId?: string };
      if (name === 'draft.save') known.drafts.push(id);
      if (name === 'view.save') known.views.push(id);
      if (name === 'import.open') known.importIds.push(importId);
    }
    const isEnvelope = envelope.ok
      ? 'data' in envelope
      : errorCodes.includes(envelope.error.code) && envelope.error.requestId.length > 0;
    if (isEnvelope && codeOf(envelope) !== 'internal' && failures.length === before) return null;
    const [{ cause } = { cause: undefined }] = failures.splice(before);
    return `${name}: ${codeOf(envelope)} ${String((cause as Error)?.stack ?? cause).slice(0, 400)}\n${show(input)}`;
  }

  const show = (input: unknown) => inspect(input, { depth: 6, maxStringLength: 100 }).slice(0, 800);

  test(`${inputs.toLocaleString('en-US')} random and spoiled inputs meet known answers, never an internal failure, and the journal still verifies`, async () => {
    const random = seeded(seed);
    const names = routes.filter(([name]) => !left.includes(name));
    const found: string[] = [];
    for (let index = 0; index < inputs && found.length < 20; index += 1) {
      const problem = await ask(random, core, names);
      if (problem !== null) found.push(problem);
    }
    await core.state.jobs.stopAll(60_000);
    const broken = core.state.jobs.list().filter(({ error }) => error?.code === 'internal');
    expect(found).toEqual([]);
    expect(failures.map(({ cause }) => String((cause as Error)?.stack ?? cause))).toEqual([]);
    expect(broken).toEqual([]);
    const { session } = core.state;
    if (!session) throw new Error('the vault was locked on the way');
    expect(verifyWhole(session, true, quietJob).problems).toEqual([]);
  }, 1_800_000);

  test('2,000 of them meet known answers while the vault is locked', async () => {
    const random = seeded(7);
    const other = startCore(vault, failures);
    // Paths that lead nowhere: a file stands where a folder would have to.
    const nowhere = join(vault.base, 'a.csv', 'deep');
    const open = routes.filter(([name]) => !['vault.create', 'vault.createDemo'].includes(name));
    const found: string[] = [];
    for (let index = 0; index < 2000 && found.length < 20; index += 1) {
      const problem = await ask(random, other, open);
      if (problem !== null) found.push(problem);
    }
    for (const path of [nowhere, '\u0000', `${nowhere}\u0000`, 'x'.repeat(4096), '/proc/none/x']) {
      const answer = await other.call('vault.create', {
        path,
        organisation: '甲',
        officerLogin: 'officer',
        officerName: '甲',
        password,
        scheme: 'three',
        numberPatterns: {},
        stateSecretDeclared: true,
        singleOfficerReason: '测试',
      });
      if (answer.ok || answer.error.code === 'internal') found.push(`vault.create at ${path.slice(0, 40)}`);
    }
    expect(failures.map(({ cause }) => String((cause as Error)?.stack ?? cause))).toEqual([]);
    expect(found).toEqual([]);
  });
});
