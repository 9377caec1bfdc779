// Inputs for routes made from their own schemas: the plainest valid one, random ones, and ones spoiled on purpose.
import type { z } from 'zod';

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
