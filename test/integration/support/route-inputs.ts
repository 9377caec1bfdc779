// Inputs for routes made from their own schemas: the plainest valid one, random ones, and ones spoiled on purpose.
import type { z } from 'zod';
import type { FieldDefinition, RegisterDefinition } from '../../../shared/registers/definition.ts';

/** A generator of numbers in [0, 1) that gives the same row for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export type Random = () => number;
type Schema = z.ZodType;

interface Definition {
  type: string;
  shape: Record<string, Schema>;
  element: Schema;
  keyType: Schema;
  valueType: Schema;
  innerType: Schema;
  options: Schema[];
  in: Schema;
  values: unknown[];
  entries: Record<string, string>;
  checks?: { _zod: { def: { check: string; minimum?: number; maximum?: number; value?: number } } }[];
}

const definitionOf = (schema: Schema) => (schema as unknown as { _zod: { def: Definition } })._zod.def;
const bound = (definition: Definition, check: string, key: 'minimum' | 'maximum' | 'value') =>
  definition.checks?.map(({ _zod }) => _zod.def).find((candidate) => candidate.check === check)?.[key];

/** One of a list. */
export function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)] as T;
}

/**
 * A value the schema takes. Strings come from `texts`, the first that fits; without `random` optional keys are left out
 * and lists are as short as they may be. Throws where no text fits: the pool must then grow.
 */
export function sampleOf(schema: Schema, texts: readonly string[], random: Random | null): unknown {
  const definition = definitionOf(schema);
  const inner = (part: Schema) => sampleOf(part, texts, random);
  switch (definition.type) {
    case 'object': {
      const entries = Object.entries(definition.shape).filter(
        ([, part]) => !isOptional(part) || (random !== null && random() < 0.6),
      );
      return Object.fromEntries(entries.map(([key, part]) => [key, inner(part)]));
    }
    case 'string': {
      const fitting = texts.filter((text) => schema.safeParse(text).success);
      if (fitting.length === 0) throw new Error('no text of the pool fits');
      return random === null ? fitting[0] : pick(random, fitting);
    }
    case 'number': {
      const lowest = bound(definition, 'greater_than', 'value') ?? -3;
      const highest = bound(definition, 'less_than', 'value') ?? lowest + 1000;
      return random === null ? Math.max(lowest, 0) : lowest + Math.floor(random() * (highest - lowest + 1));
    }
    case 'boolean':
      return random !== null && random() < 0.5;
    case 'array': {
      const fewest = bound(definition, 'min_length', 'minimum') ?? 0;
      const length = random === null ? fewest : fewest + Math.floor(random() * 3);
      return Array.from({ length }, () => inner(definition.element));
    }
    case 'record':
      return random === null
        ? {}
        : Object.fromEntries(
            Array.from({ length: Math.floor(random() * 4) }, () => [
              inner(definition.keyType),
              inner(definition.valueType),
            ]),
          );
    case 'enum':
      return random === null ? Object.values(definition.entries)[0] : pick(random, Object.values(definition.entries));
    case 'literal':
      return definition.values[0];
    case 'union':
      return inner(random === null ? (definition.options[0] as Schema) : pick(random, definition.options));
    case 'nullable':
      return random === null || random() < 0.4 ? null : inner(definition.innerType);
    case 'optional':
    case 'default':
    case 'readonly':
      return inner(definition.innerType);
    case 'pipe':
      return inner(definition.in);
    case 'null':
      return null;
    case 'unknown':
    case 'any':
      return random === null ? null : junk(random, texts, 2);
    default:
      throw new Error(`no sample for a schema of type ${definition.type}`);
  }
}

function isOptional(schema: Schema): boolean {
  const { type } = definitionOf(schema);
  return type === 'optional' || type === 'default';
}

const hostileTexts = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\ufeff\u202e甲',
  '__proto__',
  'constructor',
  "'; DROP TABLE secret; --",
  '%_\\',
  '"*" OR body:',
  'NEAR(a b)',
  '../../etc/passwd',
  '=cmd|0',
  'é'.repeat(300),
  '密'.repeat(3000),
  '9999-99-99',
  '-0',
  '1e999',
  '{}',
];
const oddNumbers = [0, -0, -1, 0.5, 2 ** 31, 2 ** 53, 2 ** 63, -(2 ** 60), Number.NaN, Number.POSITIVE_INFINITY];

const cyclic: unknown[] = [];
cyclic.push(cyclic);
let deep: unknown = 'end';
for (let level = 0; level < 3000; level += 1) deep = [deep];

/** Anything a message port can carry. */
export function junk(random: Random, texts: readonly string[], depth = 3): unknown {
  const kind = Math.floor(random() * (depth > 0 ? 12 : 8));
  switch (kind) {
    case 0:
      return null;
    case 1:
      return undefined;
    case 2:
      return random() < 0.5;
    case 3:
      return pick(random, oddNumbers);
    case 4:
      return pick(random, hostileTexts);
    case 5:
      return pick(random, texts);
    case 6:
      return pick(random, [
        12n,
        new Date(0),
        new Map([[1, 2]]),
        new Set(['x']),
        new Uint8Array(3),
        new Date(Number.NaN),
      ]);
    case 7:
      return Math.floor(random() * 100);
    case 8:
    case 9:
      return Array.from({ length: Math.floor(random() * 4) }, () => junk(random, texts, depth - 1));
    default:
      return Object.fromEntries(
        Array.from({ length: Math.floor(random() * 5) }, () => [
          pick(random, [...hostileTexts.slice(0, 9), 'id', 'ids', 'register', 'values', 'field', 'x']),
          junk(random, texts, depth - 1),
        ]),
      );
  }
}

/** A copy with one place in it changed: another value, a key taken away, a key added, a text put there. */
export function spoiled(random: Random, value: unknown, texts: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null || random() < 0.15)
    return random() < 0.5 && typeof value === 'string' ? pick(random, hostileTexts) : junk(random, texts);
  if (Array.isArray(value)) {
    if (value.length === 0 || random() < 0.3) return [...value, junk(random, texts)];
    const at = Math.floor(random() * value.length);
    return value.map((item, index) => (index === at ? spoiled(random, item, texts) : item));
  }
  const entries = Object.entries(value);
  if (entries.length === 0 || random() < 0.15)
    return { ...value, [pick(random, ['x', 'id', '', 'toString', 'values'])]: junk(random, texts, 1) };
  const at = Math.floor(random() * entries.length);
  if (random() < 0.15) return Object.fromEntries(entries.filter((_, index) => index !== at));
  return Object.fromEntries(
    entries.map(([key, item], index) => [key, index === at ? spoiled(random, item, texts) : item]),
  );
}

/** What there is in the vault that is asked: the inputs of a caller who knows his way about. */
export interface Known {
  registers: readonly RegisterDefinition[];
  /** Record ids by register key. */
  ids: Record<string, string[]>;
  tokens: readonly string[];
  importIds: string[];
  drafts: string[];
  views: string[];
}

const values: Record<FieldDefinition['kind'], readonly unknown[]> = {
  text: ['云母', '', 'x'.repeat(501), '\ud83d', '=1+1', ' 甲 '],
  longText: ['云母\n带', 'x'.repeat(20_001), ''],
  sealedText: ['温度 712 ℃', '', '\u0000'],
  choice: ['none'],
  level: ['core', 'general', 'none'],
  date: ['2026-11-20', '2026-11', '2026-02-30', '9999-12-31'],
  term: ['long_term', 'P5Y', '2030-01', 'P9999Y'],
  integer: [0, 3, -1, 2 ** 53 - 1, 10 ** 6],
  money: [0, 1, 2 ** 53 - 1],
  yesNo: [true, false],
  person: ['甲', ''],
  reference: [],
};

function valueFor(random: Random, field: FieldDefinition, known: Known): unknown {
  if (random() < 0.1) return null;
  if (field.kind === 'reference') return pick(random, known.ids[field.target] ?? [pick(random, hostileTexts)]);
  if (field.kind === 'choice' && random() < 0.8) return pick(random, field.choices).code;
  return pick(random, values[field.kind]);
}

function valuesFor(random: Random, definition: RegisterDefinition, known: Known): Record<string, unknown> {
  const given: Record<string, unknown> = { [definition.title]: `云母${Math.floor(random() * 1000)}` };
  for (const field of definition.fields) if (random() < 0.15) given[field.key] = valueFor(random, field, known);
  return given;
}

/** The same input with the vault's own names in it: registers, records, fields, files, sessions. */
export function knowing(random: Random, input: unknown, known: Known, route: string): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input;
  const given: Record<string, unknown> = { ...input };
  const isLink = route.startsWith('link.');
  const wanted = known.registers.filter(({ kind }) => (isLink ? kind === 'link' : kind === 'register'));
  const definition = pick(random, random() < 0.85 ? wanted : known.registers);
  const own = known.ids[definition.key] ?? [pick(random, hostileTexts)];
  const fields = ['number', 'status', 'recordedAt', ...definition.fields.map(({ key }) => key)];
  const conditions = () =>
    Array.from({ length: Math.floor(random() * 3) }, () => ({
      field: pick(random, fields),
      operator: pick(random, ['is', 'isNot', 'contains', 'from', 'to', 'empty', 'filled']),
      values: Array.from({ length: Math.floor(random() * 3) }, () =>
        pick(random, ['云母', '2026-11', 0, true, 'core', 'proposed', 'void', '%']),
      ),
    }));
  const replace = (key: string, value: () => unknown) => {
    if (key in given && random() < 0.9) given[key] = value();
  };
  replace('register', () => definition.key);
  replace('link', () => definition.key);
  replace('id', () => pick(random, own));
  replace('ids', () => Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(random, own)));
  replace('ownerId', () => pick(random, own));
  replace('recordId', () => (random() < 0.5 ? null : pick(random, own)));
  replace('fromId', () => pick(random, known.ids.secret ?? own));
  replace('toIds', () => [pick(random, known.ids[pick(random, ['person', 'post', 'carrier'])] ?? own)]);
  replace('field', () => pick(random, fields));
  replace('filters', conditions);
  replace('sort', () =>
    Array.isArray(given.sort)
      ? [{ field: pick(random, fields), direction: 'asc' }]
      : { field: pick(random, fields), direction: 'desc' },
  );
  replace('registers', () => [{ register: definition.key, filters: conditions() }]);
  replace('version', () => 1 + Math.floor(random() * 3));
  replace('status', () => pick(random, definition.statuses).code);
  replace('values', () => valuesFor(random, definition, known));
  replace('importId', () => pick(random, known.importIds.length > 0 ? known.importIds : ['none']));
  for (const key of ['file', 'folder', 'target', 'source']) replace(key, () => pick(random, known.tokens));
  if (Array.isArray(given.files) && random() < 0.9)
    given.files = given.files.map((file: unknown) =>
      typeof file === 'string'
        ? pick(random, known.tokens)
        : { file: pick(random, known.tokens), ownerId: pick(random, own) },
    );
  if (route.startsWith('attachment.')) replace('id', () => pick(random, known.ids.attachment ?? own));
  if (route.startsWith('draft.')) replace('id', () => pick(random, known.drafts.length > 0 ? known.drafts : own));
  if (route.startsWith('view.')) replace('id', () => pick(random, known.views.length > 0 ? known.views : own));
  if ((route === 'draft.save' || route === 'view.save') && random() < 0.5) given.id = null;
  if (route === 'view.save')
    given.content = {
      ...(given.content as object),
      filters: conditions(),
      sort: { field: 'number', direction: 'asc' },
    };
  return given;
}
