// The texts of the window: complete in both languages, and none used that is not there.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import en from '../../../renderer/i18n/en.json' with { type: 'json' };
import zh from '../../../renderer/i18n/zh.json' with { type: 'json' };
import { errorCodes } from '../../../shared/contract/envelope.ts';
import { jobKinds } from '../../../shared/contract/events.ts';
import { roles } from '../../../shared/contract/route.ts';

type Texts = { [key: string]: string | Texts };

function flatten(texts: Texts, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) {
    if (typeof value === 'string') flat.set(prefix + key, value);
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) flat.set(inner, text);
  }
  return flat;
}

const chinese = flatten(zh);
const english = flatten(en);
const rendererFolder = join(import.meta.dirname, '..', '..', '..', 'renderer');

function sources(): string[] {
  return readdirSync(rendererFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

/** Keys named in full in a call of `t`; keys with a variable part are checked by their own tests. */
function usedKeys(): Set<string> {
  const keys = new Set<string>();
  for (const source of sources()) {
    for (const match of source.matchAll(/\bt\(\s*'([\w.]+)'/g)) if (match[1]) keys.add(match[1]);
    for (const match of source.matchAll(/\bt\(\s*[^'`()]*\? '([\w.]+)' : '([\w.]+)'/g)) {
      for (const key of [match[1], match[2]]) if (key) keys.add(key);
    }
  }
  return keys;
}

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();

describe('the texts of the window', () => {
  test('both languages have the same keys', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
  });

  test('every key the pages name is there', () => {
    expect([...usedKeys()].filter((key) => !chinese.has(key))).toEqual([]);
  });

  test('a sentence has the same numbers and names in both languages', () => {
    const different = [...chinese].filter(([key, text]) => {
      const other = english.get(key) ?? '';
      const names = (sentence: string) => [...new Set(placeholders(sentence))].toSorted().join();
      return names(text) !== names(other);
    });
    expect(different.map(([key]) => key)).toEqual([]);
  });

  test('every failure says what happened, what was not changed and what to do', () => {
    const missing = errorCodes.flatMap((code) =>
      ['happened', 'unchanged', 'todo'].map((part) => `errors.${code}.${part}`).filter((key) => !chinese.has(key)),
    );
    expect(missing).toEqual([]);
  });

  test('every kind of job and every role has a name', () => {
    expect(jobKinds.filter((kind) => !chinese.has(`jobs.kind.${kind}`))).toEqual([]);
    expect(roles.filter((role) => !chinese.has(`role.${role}`))).toEqual([]);
  });

  test('Chinese texts use no exclamation marks and do not ask to wait', () => {
    expect([...chinese.values()].filter((text) => /[!！]|请稍候/.test(text))).toEqual([]);
  });
});
