// Filters, sort and search of a list as SQL. Column names come from the definition; whatever the user gave is bound.
import { AppError } from '../../../shared/contract/envelope.ts';
import type { Filter, Sort } from '../../../shared/contract/routes/common.ts';
import {
  columnOf,
  type FieldDefinition,
  fieldOf,
  type RegisterDefinition,
  sealedFrom,
} from '../../../shared/registers/definition.ts';
import { type Registry, rowRange } from './registry.ts';
import { searchQuery } from './search-text.ts';

export interface ListQuery {
  filters: readonly Filter[];
  search: string;
  sort: readonly Sort[];
  includeVoid: boolean;
}

export interface SqlPart {
  /**
   * What goes before `t`: with a search the index is read first and rows are fetched by number. Left to itself SQLite may walk
   * the register in sort order instead, which a rare word makes a walk through all of it.
   */
  lead: string;
  where: string;
  parameters: (string | number)[];
  order: string;
  /** Whether the only condition is "not void" or none: totals then come from the maintained counts. */
  isWhole: boolean;
}

/** Fields every list has besides those of its definition. */
const builtIn: Record<string, string> = {
  number: 'number',
  status: 'status',
  late: 'late',
  lateEntry: 'late',
  factDate: 'fact_date',
  recordedAt: 'recorded_at',
  updatedAt: 'updated_at',
};

const likeEscape = (text: string) => `%${text.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;

interface Target {
  expression: string;
  field: FieldDefinition | null;
}

function target(definition: RegisterDefinition, key: string): Target {
  if (definition.fields.some((field) => field.key === key))
    return { expression: `t.${columnOf(key)}`, field: fieldOf(definition, key) };
  const person =
    key.endsWith('Id') && definition.fields.find((field) => field.kind === 'person' && `${field.key}Id` === key);
  if (person) return { expression: `t.${columnOf(key)}`, field: null };
  const column = builtIn[key];
  if (!column) throw new AppError('value_invalid', { field: key });
  return { expression: `t.${column}`, field: null };
}

function bound(value: string | number | boolean): string | number {
  return typeof value === 'boolean' ? Number(value) : value;
}

function condition(definition: RegisterDefinition, filter: Filter, parameters: (string | number)[]): string {
  const { expression, field } =
    filter.field === 'batch' ? { expression: '', field: null } : target(definition, filter.field);
  const seal = field === null || sealedFrom(field) === null ? null : `${expression}_sealed`;
  if (field?.class === 'sealed' && filter.operator !== 'empty' && filter.operator !== 'filled')
    throw new AppError('value_invalid', { field: filter.field });
  if (filter.field === 'status') return statusCondition(filter, parameters);
  if (filter.field === 'batch') {
    parameters.push(String(filter.values[0] ?? ''));
    return 't.rid IN (SELECT r.record FROM import_record r JOIN import_batch b ON b.rid = r.batch WHERE b.id = ?)';
  }
  const values = filter.values.map(bound);
  switch (filter.operator) {
    case 'is':
      if (values.length === 0) return '1';
      parameters.push(...values);
      return `${expression} IN (${values.map(() => '?').join(', ')})`;
    case 'isNot':
      if (values.length === 0) return '1';
      parameters.push(...values);
      return `(${expression} IS NULL OR ${expression} NOT IN (${values.map(() => '?').join(', ')}))`;
    case 'contains':
      parameters.push(...values.map((value) => likeEscape(String(value))));
      return values.length === 0 ? '1' : `(${values.map(() => `${expression} LIKE ? ESCAPE '\\'`).join(' OR ')})`;
    case 'from':
      parameters.push(values[0] ?? '');
      return `${expression} >= ?`;
    case 'to':
      // A month-only date counts as within a bound of the same month; a day bound includes times of that day.
      parameters.push(typeof values[0] === 'string' ? `${values[0]}\uffff` : (values[0] ?? ''));
      return `${expression} <= ?`;
    case 'before':
      parameters.push(values[0] ?? '');
      return `${expression} < substr(?, 1, length(${expression}))`;
    case 'notBefore':
      parameters.push(values[0] ?? '');
      return `${expression} >= substr(?, 1, length(${expression}))`;
    case 'empty':
      return seal === null ? `${expression} IS NULL` : `(${expression} IS NULL AND ${seal} IS NULL)`;
    case 'filled':
      return seal === null ? `${expression} IS NOT NULL` : `(${expression} IS NOT NULL OR ${seal} IS NOT NULL)`;
  }
}

/** `void` counts as a status to people, though it is kept apart from the status a record would return to. */
function statusCondition(filter: Filter, parameters: (string | number)[]): string {
  const values = filter.values.map(String);
  const statuses = values.filter((value) => value !== 'void');
  parameters.push(...statuses);
  const parts = [];
  if (statuses.length > 0) parts.push(`(t.void = 0 AND t.status IN (${statuses.map(() => '?').join(', ')}))`);
  if (values.includes('void')) parts.push('t.void = 1');
  const any = parts.length === 0 ? '1' : `(${parts.join(' OR ')})`;
  return filter.operator === 'isNot' ? `NOT ${any}` : any;
}

/** The column by which records of a register are sorted where another one refers to them. */
function titleSort({ fields, title }: RegisterDefinition): string {
  return fields.some(({ key, sorted }) => key === title && sorted === true) ? `${columnOf(title)}_sort` : 'number_sort';
}

function orderTerm(definition: RegisterDefinition, sort: Sort, registry: Registry): string {
  const direction = sort.direction === 'desc' ? 'DESC' : 'ASC';
  if (sort.field === 'number') return `t.number_sort ${direction}`;
  const { expression, field } = target(definition, sort.field);
  if (field?.sorted) return `t.${columnOf(field.key)}_sort ${direction}`;
  if (field?.kind === 'reference') {
    const other = registry.byKey(field.target);
    const key = titleSort(other);
    return `(SELECT r.${key} FROM ${other.table} r WHERE r.id = ${expression}) ${direction}`;
  }
  if (field?.kind === 'text' || field?.kind === 'longText' || field?.kind === 'person')
    return `text_key(${expression}) ${direction}`;
  if (field?.kind === 'choice') {
    // Choices sort in the order of their definition; codes are constants of the program.
    const cases = field.choices.map((choice, index) => `WHEN '${choice.code}' THEN ${index}`).join(' ');
    return `CASE ${expression} ${cases} END ${direction}`;
  }
  return `${expression} ${direction}`;
}

/**
 * Builds the conditions and order for a list over alias `t`. Throws AppError `value_invalid` for a field the register does
 * not have.
 */
export function buildListSql(definition: RegisterDefinition, query: ListQuery, registry: Registry): SqlPart {
  const parameters: (string | number)[] = [];
  const conditions: string[] = [];
  const asksForVoid = query.filters.some((filter) => filter.field === 'status' && filter.values.includes('void'));
  for (const filter of query.filters) conditions.push(condition(definition, filter, parameters));
  const search = query.search.trim() === '' ? null : searchQuery(query.search);
  if (search !== null) {
    const { first, last } = rowRange(definition);
    conditions.push('t.rid = search.rowid AND search MATCH ? AND search.rowid BETWEEN ? AND ?');
    parameters.push(search, first, last);
  } else if (query.search.trim() !== '') conditions.push('0');
  if (!query.includeVoid && !asksForVoid) conditions.push('t.void = 0');
  const terms = query.sort.map((item) => orderTerm(definition, item, registry));
  if (terms.length === 0) terms.push('t.number_sort ASC');
  terms.push(`t.rid ${query.sort[0]?.direction === 'desc' ? 'DESC' : 'ASC'}`);
  return {
    lead: search === null ? '' : 'search CROSS JOIN ',
    where: conditions.length > 0 ? conditions.join(' AND ') : '1',
    parameters,
    order: terms.join(', '),
    isWhole: query.filters.length === 0 && query.search.trim() === '',
  };
}
