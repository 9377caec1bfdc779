// Commands on people: who there is, and adding somebody. Clearance is granted in the window, where fingerprints are compared.
import { AppError } from '../../shared/contract/envelope.ts';
import { roles as allRoles, type Role } from '../../shared/contract/route.ts';
import { type Arguments, takePositionals, UsageError } from './arguments.ts';
import { note, print } from './output.ts';
import { type Opened, withVault } from './session.ts';

/** `midian users VAULT [--json]` */
export async function users(given: Arguments): Promise<number> {
  const [path] = takePositionals(given.positionals, 1, 'users VAULT') as [string];
  const list = await withVault(path, given, async ({ call }) => (await call('user.list', {})).users);
  const shown = list.map(({ login, name, roles, department, clearances, status, fingerprint, confirmed }) => ({
    login,
    roles,
    clearances,
    status,
    name,
    department: department?.name ?? null,
    fingerprint,
    confirmed,
  }));
  print(given, shown, () =>
    shown
      .map(({ login, roles, clearances, status }) => [login, roles.join(','), clearances.join(','), status].join('\t'))
      .join('\n'),
  );
  return 0;
}

/** The record id of a department by its name. Throws AppError `department_unknown`. */
async function departmentId({ call }: Opened, name: string): Promise<string> {
  const { records } = await call('register.list', {
    register: 'department',
    filters: [{ field: 'name', operator: 'is', values: [name] }],
    search: '',
    sort: [],
    includeVoid: false,
    offset: 0,
    limit: 2,
    asOf: null,
  });
  const [found] = records;
  if (!found) throw new AppError('department_unknown', { name });
  return found.id;
}

/** `midian add-user VAULT LOGIN --role ROLE… [--name NAME] [--department D]`; the first password in MIDIAN_NEW_PASSWORD. */
export async function addUser(given: Arguments): Promise<number> {
  const usage = 'add-user VAULT LOGIN --role ROLE… [--name NAME] [--department D]';
  const [path, login] = takePositionals(given.positionals, 2, usage) as [string, string];
  const named = given.values.role ?? [];
  const roles = allRoles.filter((role) => named.includes(role));
  const unknown = named.find((role) => !(allRoles as readonly string[]).includes(role));
  if (unknown !== undefined || roles.length === 0) throw new UsageError(`--role ${allRoles.join('|')}`);
  const password = process.env.MIDIAN_NEW_PASSWORD;
  if (!password)
    throw new UsageError('没有初始密码：设置 MIDIAN_NEW_PASSWORD / no first password: set MIDIAN_NEW_PASSWORD');
  const { department, name } = given.values;
  const added = await withVault(path, given, async (opened) =>
    opened.call('user.add', {
      login,
      name: name ?? login,
      roles: roles as Role[],
      department: department === undefined ? null : await departmentId(opened, department),
      password,
    }),
  );
  print(given, { id: added.id, login, roles }, () => `${login}\t${roles.join(',')}`);
  note('已新增，首次登录须更改密码 / added; the first log-in asks for a new password');
  return 0;
}

/** `midian compartments VAULT [--json]` */
export async function compartments(given: Arguments): Promise<number> {
  const [path] = takePositionals(given.positionals, 1, 'compartments VAULT') as [string];
  const list = await withVault(path, given, async ({ call }) => (await call('compartment.list', {})).compartments);
  const shown = list.map(({ id, label, rank, generation, holders, isOwn }) => ({
    id,
    label,
    rank,
    generation,
    holders: holders.map(({ login }) => login),
    own: isOwn,
  }));
  print(given, shown, () =>
    shown
      .map(({ label, rank, generation, holders }) => [label, rank ?? '-', generation, holders.join(',')].join('\t'))
      .join('\n'),
  );
  return 0;
}
