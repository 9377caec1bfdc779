// What the evidence pages compute: the request of a choice, its sums, the suggested name, the reading of an event.
import { describe, expect, it } from 'vitest';
import { emptyChoice, requestOf, suggestedName, sums } from '../../../renderer/pages/evidence/choice.ts';
import { issuedOf } from '../../../renderer/pages/evidence/issued.ts';
import { carrierRegister } from '../../../shared/registers/carrier.ts';
import { secretRegister } from '../../../shared/registers/secret.ts';

describe('A choice', () => {
  it('asks for nothing before registers and level are chosen', () => {
    const empty = emptyChoice([secretRegister, carrierRegister]);
    expect(requestOf(empty)).toBeNull();
    expect(requestOf({ ...empty, level: 'court' })).toBeNull();
  });

  it('asks for files only where the level lets them go', () => {
    const [first, second] = emptyChoice([secretRegister, carrierRegister]).registers;
    if (!first || !second) throw new Error('two registers');
    const choice = {
      recipient: '',
      purpose: '',
      registers: [{ ...first, isChosen: true }, second],
      level: 'court' as const,
      attachments: true,
    };
    expect(requestOf(choice)).toEqual({
      registers: [{ register: 'secret', filters: [] }],
      level: 'court',
      attachments: true,
    });
    expect(requestOf({ ...choice, level: 'reviewer' })?.attachments).toBe(false);
  });

  it('is summed for the clerk to confirm', () => {
    const given = { register: 'secret', records: 3, attachments: 2, attachmentBytes: 10, opened: 0, unnamed: 0 };
    const withheld = [
      { register: 'secret', field: 'content', values: 3, reason: 'sealed' as const, shown: 'nothing' as const },
      { register: 'secret', field: 'responsible', values: 2, reason: 'personal' as const, shown: 'masked' as const },
      { register: 'secret', field: 'name', values: 3, reason: 'publicName' as const, shown: 'publicName' as const },
    ];
    expect(sums({ given: [given, given], withheld })).toEqual({
      records: 6,
      attachments: 4,
      attachmentBytes: 20,
      sealed: 3,
      personal: 2,
    });
  });

  it('suggests a name that no system refuses', () => {
    expect(suggestedName('云岭/材料', '法院?', '2026-11-20')).toBe('证据包-云岭材料-法院-2026-11-20.zip');
    expect(suggestedName('', '', '2026-11-20')).toBe('证据包-2026-11-20.zip');
  });
});

describe('An event of an issue', () => {
  it('is read with what it lacks left empty', () => {
    const event = {
      seq: 5,
      atMs: 1,
      actor: 'officer',
      action: 'bundle.issued',
      register: null,
      recordId: null,
      number: null,
      version: null,
    };
    expect(issuedOf({ ...event, detail: { level: 'court', files: 9, registers: [] } })).toMatchObject({
      level: 'court',
      files: 9,
      recipient: '',
      sha256: '',
    });
    expect(issuedOf({ ...event, detail: {} })).toMatchObject({ level: 'internal', registers: [], sizeBytes: 0 });
  });
});
