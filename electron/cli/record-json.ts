// Records as the command line prints them: field keys of the definition, references by name, sealed fields as a mark.
import type { RecordRow } from '../../shared/contract/routes/common.ts';
import type { RegisterDefinition } from '../../shared/registers/definition.ts';

export type RecordJson = Record<string, unknown>;

/** The fields of a record; every field of the definition is there, empty ones as null. */
export function fieldsJson(definition: RegisterDefinition, record: RecordRow): RecordJson {
  return Object.fromEntries(
    definition.fields.map((field) => {
      if (record.sealed.includes(field.key)) return [field.key, { sealed: true }];
      if (field.class === 'sealed') return [field.key, null];
      if (field.kind === 'reference') return [field.key, record.labels[field.key] ?? null];
      return [field.key, record.values[field.key] ?? null];
    }),
  );
}

/** One line of `list`. */
export function recordJson(definition: RegisterDefinition, record: RecordRow): RecordJson {
  return {
    ...fieldsJson(definition, record),
    number: record.number,
    status: record.status,
    version: record.version,
    factDate: record.factDate,
    lateEntry: record.lateEntry,
    recordedAt: new Date(record.recordedAtMs).toISOString(),
  };
}
