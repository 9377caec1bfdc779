// The documentation against the code: the glossary holds what the definitions say, the READMEs every command, and no link
// leads nowhere.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { usage } from '../../electron/cli/help.ts';
import en from '../../renderer/i18n/en.json' with { type: 'json' };
import zh from '../../renderer/i18n/zh.json' with { type: 'json' };
import { roles } from '../../shared/contract/route.ts';
import { disclosureLevels } from '../../shared/disclosure.ts';
import { gradingSchemes } from '../../shared/levels.ts';
import { allRegisters } from '../../shared/registers/all.ts';
import type { FieldDefinition, Label } from '../../shared/registers/definition.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const text = (path: string) => readFileSync(join(root, path), 'utf8');
const readmes = ['README.md', 'README.zh-CN.md'];

function pages(): string[] {
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`);
  return [...readmes, ...docs.sort()];
}

/** The lines between a heading and the next one of the same or a higher rank. */
function section(page: string, heading: string): string[] {
  const lines = page.split('\n');
  const start = lines.indexOf(heading);
  expect(start, `the glossary has the heading ${heading}`).toBeGreaterThan(-1);
  const rank = /^#+/.exec(heading)?.[0].length ?? 0;
  const length = lines.slice(start + 1).findIndex((line) => new RegExp(`^#{1,${rank}} `).test(line));
  return lines.slice(start + 1, length < 0 ? undefined : start + 1 + length);
}

/** Body rows of the one table of a section. */
function tableRows(lines: readonly string[]): string[] {
  return lines.filter((line) => line.startsWith('| ')).slice(1);
}

const row = (...cells: (string | number)[]) => `| ${cells.join(' | ')} |`;
const coded = (list: readonly { code: string; label: Label }[]) =>
  list.map(({ code, label }) => `${label.zh} ${label.en} \`${code}\``).join(' · ');
const kindOf = (field: FieldDefinition) =>
  field.kind === 'reference' ? `reference to \`${field.target}\`` : field.kind;

test('the glossary names every register with its fields, statuses and choices as the definitions have them, and no others', () => {
  const glossary = text('docs/glossary.md');
  const headings = allRegisters.map(({ label, key }) => `### ${label.zh} · ${label.en} · \`${key}\``);
  expect(glossary.split('\n').filter((line) => line.startsWith('### '))).toEqual(headings);
  for (const [index, definition] of allRegisters.entries()) {
    const lines = section(glossary, headings[index] as string);
    expect(tableRows(lines), definition.key).toEqual(
      definition.fields.map((field) =>
        row(field.label.zh, field.label.en, `\`${field.key}\``, kindOf(field), field.class),
      ),
    );
    expect(lines, definition.key).toContain(`Status: ${coded(definition.statuses)}`);
    for (const field of definition.fields)
      if (field.kind === 'choice')
        expect(lines, definition.key).toContain(`${field.label.zh} \`${field.key}\`: ${coded(field.choices)}`);
    if (definition.kind === 'register')
      expect(lines, definition.key).toContain(
        `One record: ${definition.noun.zh}, ${definition.noun.en}. Number: ${definition.number.label.zh}, ${definition.number.label.en}, \`${definition.numberPattern}\`.`,
      );
  }
});

test('the glossary names the grades, roles and disclosure levels as code and window have them', () => {
  const glossary = text('docs/glossary.md');
  const grades = new Map(gradingSchemes.flatMap((scheme) => scheme.grades).map((grade) => [grade.code, grade]));
  const schemesOf = (code: string) =>
    gradingSchemes
      .filter((scheme) => scheme.grades.some((grade) => grade.code === code))
      .map(({ key }) => `\`${key}\``)
      .join(' ');
  expect(tableRows(section(glossary, '## Grades'))).toEqual(
    [...grades.values()].map(({ code, label, rank }) => row(label.zh, label.en, `\`${code}\``, rank, schemesOf(code))),
  );
  expect(tableRows(section(glossary, '## Roles'))).toEqual(
    roles.map((role) => row(zh.role[role], en.role[role], `\`${role}\``)),
  );
  expect(tableRows(section(glossary, '## Disclosure levels'))).toEqual(
    disclosureLevels.map((level) => row(zh.evidence.level[level], en.evidence.level[level], `\`${level}\``)),
  );
});

test('both READMEs hold every command of the help', () => {
  for (const readme of readmes) {
    const lines = text(readme).split('\n');
    for (const command of usage.split('\n')) expect(lines, readme).toContain(command);
  }
});

test('the two READMEs have the same headings, commands, folders and links', () => {
  const shape = (page: string) => ({
    headings: page.split('\n').filter((line) => line.startsWith('#')).length,
    fences: page.match(/^```[\s\S]*?^```/gm),
    folders: [...page.matchAll(/^\| (`[^|]+`)/gm)].map(([, cell]) => (cell as string).match(/`[^`]+`/g)),
    links: [...page.matchAll(/\]\(([^)]+)\)/g)]
      .map(([, target]) => (target as string).replace(/\.(zh|en)\.png$/, '.png').replace(/^README.*\.md$/, 'README'))
      .sort(),
  });
  const [english, chinese] = readmes.map((readme) => shape(text(readme)));
  expect(chinese).toEqual(english);
});

test('every link of the documentation leads to a file that is there, and every picture is shown somewhere', () => {
  const linked = new Set<string>();
  for (const page of pages()) {
    const prose = text(page).replace(/```[\s\S]*?```/g, '');
    for (const [, target] of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target as string)) continue;
      const path = join(dirname(page), (target as string).replace(/#.*$/, '')).replaceAll('\\', '/');
      linked.add(path);
      expect(existsSync(join(root, path)), `${page} links to ${target}`).toBe(true);
    }
  }
  const pictures = readdirSync(join(root, 'docs/images')).filter((name) => name.endsWith('.png'));
  expect(pictures.map((name) => `docs/images/${name}`).filter((path) => !linked.has(path))).toEqual([]);
});

test('every source file the documentation names is there', () => {
  for (const page of pages())
    for (const [, path] of text(page).matchAll(
      /`((?:shared|electron|renderer|test|resources)\/[\w./-]+\.(?:tsx?|cjs|json|sql))`/g,
    ))
      expect(existsSync(join(root, path as string)), `${page} names ${path}`).toBe(true);
});

test('no page of the documentation speaks of a machine it was written on', () => {
  for (const page of pages()) expect(text(page), page).not.toMatch(/\/(?:work|home|root|tmp|Users)\/|file:\/\//);
});
