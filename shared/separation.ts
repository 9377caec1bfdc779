// Separation of duties (三权分设): which roles and clearances do not go together in one person. Pure; who waives what is kept
// by the vault.
import type { Role } from './contract/route.ts';

/** Pairs one person should not hold. `proposerApprover` is about two steps of one procedure, not about roles. */
export const separationPairs = [
  'systemAuditor',
  'officerAuditor',
  'approverAuditor',
  'clearedSystem',
  'clearedAuditor',
  'proposerApprover',
] as const;
export type SeparationPair = (typeof separationPairs)[number];

/** What the two sides of a pair are called. */
export const separationPairLabels: Readonly<Record<SeparationPair, { zh: string; en: string }>> = {
  systemAuditor: { zh: '系统管理员与审计员', en: 'system administrator and auditor' },
  officerAuditor: { zh: '商密管理员与审计员', en: 'officer and auditor' },
  approverAuditor: { zh: '定密审批人与审计员', en: 'approver and auditor' },
  clearedSystem: { zh: '系统管理员与密封内容授权', en: 'system administrator and clearance' },
  clearedAuditor: { zh: '审计员与密封内容授权', en: 'auditor and clearance' },
  proposerApprover: { zh: '同一事项的提请与审批', en: 'proposing and approving the same matter' },
};

/** An auditor reads the journal, never content: this one no firm is small enough to waive. */
const neverWaived: readonly SeparationPair[] = ['clearedAuditor'];

/** The pairs of roles, and the role that goes when both are held without a waiver: the one that only looks on. */
const rolePairs: readonly { pair: SeparationPair; roles: readonly [Role, Role] }[] = [
  { pair: 'systemAuditor', roles: ['system', 'auditor'] },
  { pair: 'officerAuditor', roles: ['officer', 'auditor'] },
  { pair: 'approverAuditor', roles: ['approver', 'auditor'] },
];

/** Roles that hold no clearance besides, and the pair that says so. */
const clearedPairs: readonly { pair: SeparationPair; role: Role }[] = [
  { pair: 'clearedSystem', role: 'system' },
  { pair: 'clearedAuditor', role: 'auditor' },
];

/** What a person's roles and clearance contradict, waivers apart. */
export function separationConflicts(roles: readonly Role[], isCleared: boolean): SeparationPair[] {
  const held = (role: Role) => roles.includes(role);
  return [
    ...rolePairs.filter((entry) => entry.roles.every(held)).map(({ pair }) => pair),
    ...(isCleared ? clearedPairs.filter(({ role }) => held(role)).map(({ pair }) => pair) : []),
  ];
}

/** Whether a small firm may waive a pair for a person. An auditor's combinations stand only while he holds no clearance. */
export function isWaivable(pair: SeparationPair, isCleared: boolean): boolean {
  if (neverWaived.includes(pair)) return false;
  return !isCleared || !rolePairs.some((entry) => entry.pair === pair);
}

/** The roles that count: of every pair held without a waiver the weaker role is left out. Says which pairs bit. */
export function effectiveRoles(
  roles: readonly Role[],
  isCleared: boolean,
  waived: readonly SeparationPair[],
): { roles: Role[]; pairs: SeparationPair[] } {
  const pairs = separationConflicts(roles, isCleared).filter(
    (pair) => !waived.includes(pair) || !isWaivable(pair, isCleared),
  );
  const dropped = new Set<Role>(
    pairs.map((pair) => clearedPairs.find((entry) => entry.pair === pair)?.role ?? ('auditor' as const)),
  );
  return { roles: roles.filter((role) => !dropped.has(role)), pairs };
}

/** Whether one person may both propose and approve: only with a waiver of his own. */
export function maySelfApprove(waived: readonly SeparationPair[]): boolean {
  return waived.includes('proposerApprover');
}
