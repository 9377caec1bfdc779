// Questions the page asks of the register definitions: which there are, where they stand, what a list shows first.
// Holds no list of fields of its own.
import { allRegisters } from '../../shared/registers/all.ts';
import {
  type FieldDefinition,
  type LinkEnds,
  linkEnds,
  printOrder,
  type RegisterDefinition,
} from '../../shared/registers/definition.ts';

/** Registers with a page of their own. */
export const pageRegisters: readonly RegisterDefinition[] = allRegisters.filter(
  (register) => register.kind === 'register',
);

/** Registers numbered by a pattern of the office's; procedures are numbered by the pattern of their template. */
export const numberedRegisters: readonly RegisterDefinition[] = pageRegisters.filter(
  (register) => register.numberPattern !== '',
);

/** Registers whose records people enter and import. */
export const ledgerRegisters: readonly RegisterDefinition[] = pageRegisters.filter(
  (register) => register.madeByProgram !== true,
);

/** The definition with this key, or undefined. */
export function findRegister(key: string): RegisterDefinition | undefined {
  return allRegisters.find((register) => register.key === key);
}

/** The definition with this key. Throws on an unknown one. */
export function registerOf(key: string): RegisterDefinition {
  const register = findRegister(key);
  if (!register) throw new Error(`no register ${key}`);
  return register;
}

export interface RegisterLink {
  definition: RegisterDefinition;
  ends: LinkEnds;
  /** Which end this register is. */
  side: 'from' | 'to';
  /** The register at the other end and the field that names it. */
  other: { register: RegisterDefinition; field: FieldDefinition };
}

/** The links a register takes part in, seen from its side. */
export function linksOf(register: RegisterDefinition): RegisterLink[] {
  return allRegisters
    .filter((candidate) => candidate.kind === 'link')
    .flatMap((definition) => {
      const ends = linkEnds(definition);
      const side = ends.from.register === register.key ? 'from' : ends.to.register === register.key ? 'to' : null;
      if (side === null) return [];
      const far = side === 'from' ? ends.to : ends.from;
      const field = definition.fields.find((candidate) => candidate.key === far.field);
      return field ? [{ definition, ends, side, other: { register: registerOf(far.register), field } }] : [];
    });
}

/** The fields a link says about itself, besides its two ends. */
export function linkFacts(link: RegisterLink): FieldDefinition[] {
  return link.definition.fields.filter(
    (field) => field.key !== link.ends.from.field && field.key !== link.ends.to.field,
  );
}

/** Fields that can be columns, in the order of the paper register. */
export function columnFields(register: RegisterDefinition): FieldDefinition[] {
  return printOrder(register);
}

/** Fields of a section, in definition order. */
export function sectionFields(register: RegisterDefinition, section: string): FieldDefinition[] {
  return register.fields.filter((field) => field.section === section);
}

/** Fields of a section that a form may change. */
export function editableFields(register: RegisterDefinition, section: string): FieldDefinition[] {
  return sectionFields(register, section).filter((field) => field.fixed !== true);
}

/** Sections in the order the definition names them. */
export function sectionsOf(register: RegisterDefinition): string[] {
  return Object.keys(register.sections);
}

/** The register's grade field, where it has one. */
export function levelField(register: RegisterDefinition): FieldDefinition | undefined {
  return register.fields.find((field) => field.kind === 'level');
}
