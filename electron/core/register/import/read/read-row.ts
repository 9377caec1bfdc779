// Reads one row of a ledger into field values: what each cell says, what is wrong with it, and what a person must decide.
// Texts that name other records stay text; nothing is looked up, stored or guessed here.
import { type GradingScheme, readGrade } from '../../../../../shared/levels.ts';
import type {
  FieldDefinition,
  FieldValue,
  FieldValues,
  RegisterDefinition,
} from '../../../../../shared/registers/definition.ts';
import type {
  CellErrorCode,
  CellErrorParams,
  CellHeldCode,
  CellNoteCode,
} from '../../../../../shared/values/cell-errors.ts';
import { type ReadableChoice, readChoice } from '../../../../../shared/values/choice.ts';
import { readDate } from '../../../../../shared/values/date.ts';
import { type MoneyUnit, readInteger, readMoneyFen } from '../../../../../shared/values/number.ts';
import { readTerm } from '../../../../../shared/values/term.ts';
import { headerKey, isEmptyMark, normalizeText, tidyFieldText } from '../../../../../shared/values/text.ts';
import { readYesNo } from '../../../../../shared/values/yes-no.ts';
import { type Cell, cellText, formulaWithoutResult } from './grid.ts';
import { linkNames } from './link-names.ts';
import type { ColumnMatch } from './match-headers.ts';

export interface RowReaderOptions {
  definition: RegisterDefinition;
  mapping: readonly ColumnMatch[];
  scheme: GradingScheme;
  /** Word as written (see decisionKey) → grade, choice or status by code or label, or `skip` to leave the row out. */
  decisions?: ReadonlyMap<string, string>;
  language?: 'zh' | 'en';
}

/** A mapped cell worth marking: read otherwise than written, or with a note. */
export interface CellMark {
  /** 0-based. */
  column: number;
  /** Field key, `number` or `status`. */
  field: string;
  raw: string;
  normalized: boolean;
  note?: CellNoteCode;
  params?: CellErrorParams;
}

export interface CellError {
  column: number;
  field: string;
  code: CellErrorCode;
  params: CellErrorParams;
  raw: string;
}

export interface CellHeld {
  column: number;
  field: string;
  code: CellHeldCode;
  raw: string;
}

export interface RowReading {
  /** Mapped and filled fields only; an empty cell is absent, never false. */
  values: FieldValues;
  number: string | null;
  status: string | null;
  /** Names of records to be linked to this one, by the key of their column. */
  links: readonly { key: string; names: readonly string[] }[];
  cells: CellMark[];
  errors: CellError[];
  held: CellHeld[];
  /** A decision says to leave this row out. */
  skip: boolean;
}

interface Outcome {
  values: readonly (readonly [string, FieldValue])[];
  normalized: boolean;
  note?: CellNoteCode;
  params?: CellErrorParams;
  error?: { code: CellErrorCode; params: CellErrorParams };
  held?: CellHeldCode;
  skip?: boolean;
}

/** The form in which a word is looked up among decisions. */
export function decisionKey(text: string): string {
  return normalizeText(text).replace(/\s+/g, '');
}

const formulaErrors = new Set(
  '#N/A #REF! #VALUE! #NAME? #DIV/0! #NULL! #NUM! #SPILL! #CALC! #FIELD! #BLOCKED! #UNKNOWN! Err:502 Err:504 Err:508 Err:509 Err:519 Err:522'.split(
    ' ',
  ),
);
const notGradedWords = new Set('未定密 未定级 待定密 待定 未定 无 暂未定密 不定密 未分级'.split(' '));
const nothingWords = new Set('无 没有 不适用 N/A NA 空 暂无'.split(' '));
const maximumLengths: Readonly<Record<string, number>> = {
  text: 2000,
  person: 200,
  reference: 200,
  longText: 20_000,
  sealedText: 30_000,
};
const numberLength = 100;
/** A date with more behind it: `2024-03，结题报告`. */
const dateAndMore = /^([\d年月日./-]{4,11})[\s，,；;：:（(]+(.+?)[）)]?$/u;
const cacheSize = 50_000;
const noLinks: RowReading['links'] = [];

const empty: Outcome = { values: [], normalized: false };

function value(key: string, fieldValue: FieldValue, normalized: boolean): Outcome {
  return { values: [[key, fieldValue]], normalized };
}

function failed(code: CellErrorCode, params: CellErrorParams = {}): Outcome {
  return { values: [], normalized: false, error: { code, params } };
}

/** Reading of a unit from the header: 保密期限（年）, 投入（万元）. */
function termUnit(header: string): 'years' | 'months' | undefined {
  if (/[(（]\s*年\s*[)）]|年限|年数|\(years?\)/i.test(header)) return 'years';
  return /[(（]\s*(?:个)?月\s*[)）]|月数|\(months?\)/i.test(header) ? 'months' : undefined;
}

function moneyUnit(header: string): MoneyUnit {
  if (/亿/.test(header)) return 'hundredMillionYuan';
  return /万/.test(header) ? 'tenThousandYuan' : 'yuan';
}

/** The first cell that fills a field counts; notes from several columns stand one after the other. */
function keep(values: FieldValues, key: string, found: FieldValue, column: string): void {
  const known = values[key];
  if (key === 'note' && typeof known === 'string' && typeof found === 'string') values[key] = `${known}；${found}`;
  else if (known === undefined || (known === null && column === key)) values[key] = found;
}

/** Makes the reader of a register's rows under a mapping. Repeated cells are read once; a reader keeps no row. */
export function createRowReader(options: RowReaderOptions): (cells: readonly Cell[]) => RowReading {
  const { definition, scheme } = options;
  const language = options.language ?? 'zh';
  const decisions = options.decisions ?? new Map<string, string>();

  /** A grade, choice or status by code or label, or null. */
  function resolve(word: string, choices: readonly ReadableChoice[]): ReadableChoice | null {
    const reading = readChoice(word, choices);
    return reading.kind === 'unknown' ? null : (choices.find((choice) => choice.code === reading.code) ?? null);
  }

  function decided(key: string, raw: string, choices: readonly ReadableChoice[]): Outcome | null {
    const word = decisionKey(raw);
    const decision = decisions.get(word) ?? decisions.get(word.replace(/[★☆*].*$|级$/g, ''));
    if (decision === undefined) return null;
    if (decision === 'skip') return { values: [], normalized: false, skip: true };
    const choice = resolve(decision, choices);
    if (!choice) return null;
    return {
      values: [[key, choice.code]],
      normalized: true,
      note: 'read_by_decision',
      params: { raw, value: choice.label[language] },
    };
  }

  function readLevel(key: string, raw: string): Outcome {
    const grades: ReadableChoice[] = scheme.grades.map((grade) => ({ ...grade }));
    const reading = readGrade(raw, scheme);
    if (reading.kind === 'grade') {
      const grade = scheme.grades.find((candidate) => candidate.code === reading.code);
      const label = grade?.label[language] ?? reading.code;
      if (reading.noted)
        return {
          values: [[key, reading.code]],
          normalized: true,
          note: 'grade_read_as_lowest',
          params: { raw, grade: label },
        };
      return value(key, reading.code, grade?.label.zh !== raw.trim() && grade?.label.en !== raw.trim());
    }
    const outcome = decided(key, raw, grades);
    if (outcome) return outcome;
    if (reading.kind === 'stateSecret') return { values: [], normalized: false, held: 'state_secret_grade' };
    const english = resolve(raw, grades);
    if (english) return value(key, english.code, english.label.en !== raw.trim());
    if (notGradedWords.has(decisionKey(raw)))
      return { values: [], normalized: true, note: 'not_graded', params: { raw } };
    return failed('level_unknown', { raw });
  }

  function readOneOf(
    key: string,
    raw: string,
    choices: readonly ReadableChoice[],
    unknown: 'choice_unknown' | 'status_unknown',
  ): Outcome {
    const reading = readChoice(raw, choices);
    if (reading.kind === 'code') return value(key, reading.code, reading.normalized);
    const outcome = decided(key, raw, choices);
    if (outcome) return outcome;
    if (reading.kind === 'confirm') return { values: [], normalized: false, held: 'confirm_choice' };
    return failed(unknown, {
      raw,
      choices: choices.map((choice) => choice.label[language]).join(language === 'zh' ? '、' : ', '),
    });
  }

  function readText(key: string, kind: string, raw: string): Outcome {
    const text = tidyFieldText(kind, raw);
    const maximum = maximumLengths[kind] ?? 2000;
    if (text.length > maximum) return failed('too_long', { maximum });
    return text === '' ? empty : value(key, text, text !== raw);
  }

  function readCount(field: FieldDefinition & { kind: 'integer' }, raw: string): Outcome {
    // 份号/总份数 in one column: 2/5, 第2份共5份.
    const pair = field.key === 'copyNumber' ? /^第?(\d+)份?(?:[/／]|[,，]?共)(\d+)份?$/.exec(decisionKey(raw)) : null;
    const total = definition.fields.find((candidate) => candidate.key === 'copiesTotal');
    if (pair && total)
      return {
        values: [
          [field.key, Number(pair[1])],
          [total.key, Number(pair[2])],
        ],
        normalized: true,
      };
    const reading = readInteger(raw, field);
    return reading.ok
      ? value(field.key, reading.value, reading.normalized)
      : failed(reading.code, { raw, ...reading.params });
  }

  function readField(field: FieldDefinition, cell: string | number, raw: string, header: string): Outcome {
    switch (field.kind) {
      case 'date': {
        const reading = readDate(cell);
        const both = reading.ok ? null : dateAndBasis(field, raw, header);
        if (both) return both;
        return reading.ok
          ? value(field.key, reading.value, reading.normalized)
          : failed(reading.code, { raw, ...reading.params });
      }
      case 'term': {
        const reading = readTerm(raw, { unit: termUnit(header) });
        return reading.ok
          ? value(field.key, reading.value, reading.normalized)
          : failed(reading.code, { raw, ...reading.params });
      }
      case 'level':
        return readLevel(field.key, raw);
      case 'choice':
        return readOneOf(field.key, raw, field.choices, 'choice_unknown');
      case 'yesNo': {
        const reading = readYesNo(raw);
        return reading.ok ? value(field.key, reading.value, reading.normalized) : failed(reading.code, { raw });
      }
      case 'integer':
        return readCount(field, raw);
      case 'money': {
        const reading = readMoneyFen(raw, moneyUnit(header));
        return reading.ok
          ? value(field.key, reading.value, reading.normalized)
          : failed(reading.code, { raw, ...reading.params });
      }
      default:
        // What a column under another heading says is kept under that heading.
        if (field.key === 'note' && field.weakHeaders?.some((text) => headerKey(text) === headerKey(header)))
          return readText(field.key, field.kind, `${header}：${raw.trim()}`);
        return readText(field.key, field.kind, raw);
    }
  }

  /** 产生日期及依据 in one cell, `2024-03，结题报告`: the basis goes into a field of its own. */
  function dateAndBasis(field: FieldDefinition & { kind: 'date' }, raw: string, header: string): Outcome | null {
    // Under another heading what stands behind a date may be its end.
    const [, date, basis] = header.trim().endsWith('及依据') ? (dateAndMore.exec(raw.trim()) ?? []) : [];
    if (date === undefined || basis === undefined || field.basis === undefined) return null;
    const reading = readDate(date);
    if (!reading.ok) return null;
    return {
      values: [
        [field.key, reading.value],
        [field.basis, tidyFieldText('longText', basis)],
      ],
      normalized: true,
    };
  }

  const allowsNothing = new Set(['date', 'integer', 'money', 'person', 'reference']);

  function readCell(target: string, field: FieldDefinition | null, cell: string | number, header: string): Outcome {
    const raw = cellText(cell);
    const trimmed = raw.trim();
    if (isEmptyMark(trimmed)) return empty;
    if (trimmed === formulaWithoutResult) return failed('formula_without_result', { raw });
    if (formulaErrors.has(trimmed)) return failed('formula_error', { raw });
    if (trimmed === '同上' || trimmed === '〃') return failed('ditto_without_above', { raw });
    if (!field) {
      if (target === 'status') return readOneOf('status', raw, definition.statuses, 'status_unknown');
      const number = tidyFieldText('text', raw);
      return number.length > numberLength
        ? failed('too_long', { maximum: numberLength })
        : value('number', number, number !== raw);
    }
    if (allowsNothing.has(field.kind) && nothingWords.has(decisionKey(raw)))
      return { values: [], normalized: true, note: 'read_as_empty', params: { raw } };
    return readField(field, cell, raw, header);
  }

  const linkColumns = new Set(definition.departmentReturn?.linkColumns.map(({ key }) => key));
  const linked = options.mapping.filter(({ target }) => target !== null && linkColumns.has(target));
  const columns = options.mapping.flatMap((match) => {
    if (match.target === null) return [];
    const field = definition.fields.find((candidate) => candidate.key === match.target) ?? null;
    if (!field && match.target !== 'number' && match.target !== 'status') return [];
    const isText =
      field === null
        ? match.target === 'number'
        : field.kind === 'longText' || field.kind === 'sealedText' || field.key === definition.title;
    return [
      {
        column: match.column,
        target: match.target,
        field,
        header: match.header,
        cache: isText ? null : new Map<Cell, Outcome>(),
      },
    ];
  });
  const required = definition.fields.filter(
    (field) => field.required && columns.some((column) => column.field === field),
  );

  return (cells) => {
    const reading: RowReading = {
      values: {},
      number: null,
      status: null,
      links:
        linked.length === 0
          ? noLinks
          : linked.map(({ column, target }) => ({
              key: target as string,
              names: linkNames(cellText(cells[column] ?? null)),
            })),
      cells: [],
      errors: [],
      held: [],
      skip: false,
    };
    for (const { column, target, field, header, cache } of columns) {
      const cell = cells[column] ?? null;
      if (cell === null) continue;
      let outcome = cache?.get(cell);
      if (!outcome) {
        outcome = readCell(target, field, cell, header);
        if (cache && cache.size < cacheSize) cache.set(cell, outcome);
      }
      if (field) for (const [key, fieldValue] of outcome.values) keep(reading.values, key, fieldValue, field.key);
      else if (target === 'number') reading.number = (outcome.values[0]?.[1] as string | undefined) ?? null;
      else reading.status = (outcome.values[0]?.[1] as string | undefined) ?? null;
      const { normalized, note, params, error, held } = outcome;
      if (normalized || note)
        reading.cells.push({
          column,
          field: target,
          raw: cellText(cell),
          normalized,
          ...(note ? { note, params } : {}),
        });
      if (error) {
        reading.errors.push({
          column,
          field: target,
          code: error.code,
          params: { raw: cellText(cell), field: field?.label[language] ?? target, ...error.params },
          raw: cellText(cell),
        });
      }
      if (held) reading.held.push({ column, field: target, code: held, raw: cellText(cell) });
      if (outcome.skip) reading.skip = true;
    }
    for (const field of required) {
      const column = columns.find((candidate) => candidate.field === field)?.column ?? -1;
      if (reading.values[field.key] !== undefined || reading.errors.some((error) => error.column === column)) continue;
      reading.errors.push({
        column,
        field: field.key,
        code: 'value_required',
        params: { field: field.label[language], raw: '' },
        raw: '',
      });
    }
    return reading;
  };
}
