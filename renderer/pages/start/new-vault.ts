// What the create wizard collects. Decisions start as null: nobody's answer is assumed.
import type { RegisterDefinition } from '../../../shared/registers/definition.ts';
import type { NewPassword } from '../../components/password-field.tsx';

export interface NewVault {
  organisation: string;
  /** A folder chosen by the user; null: the usual place. */
  folder: { token: string; name: string } | null;
  name: string;
  login: string;
  password: NewPassword;
  scheme: 'three' | 'two' | 'four' | null;
  patterns: Record<string, string>;
  /** none: no state secrets will be entered. some: there are some, so nothing may be created. */
  stateSecret: 'none' | 'some' | null;
  /** waive: one officer begins alone, with a recorded reason. wait: no sealed content until there is a second. */
  singleOfficer: 'waive' | 'wait' | null;
  reason: string;
}

/** An empty form with the patterns the definitions propose. */
export function emptyNewVault(registers: readonly RegisterDefinition[]): NewVault {
  return {
    organisation: '',
    folder: null,
    name: '',
    login: '',
    password: { password: '', repeated: '' },
    scheme: null,
    patterns: Object.fromEntries(registers.map((register) => [register.key, register.numberPattern])),
    stateSecret: null,
    singleOfficer: null,
    reason: '',
  };
}
