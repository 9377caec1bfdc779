// What the evidence pages compute: the request of a choice, its sums, the suggested name, the reading of an event.
import { describe, expect, it } from 'vitest';
import { approvalOf, emptyChoice, requestOf, suggestedName, sums } from '../../../renderer/pages/evidence/choice.ts';
import { issuedOf } from '../../../renderer/pages/evidence/issued.ts';
import { carrierRegister } from '../../../shared/registers/carrier.ts';
import { secretRegister } from '../../../shared/registers/secret.ts';

describe('A choice', () => {
  it('asks for nothing before registers and level are chosen', () => {
    const empty = emptyChoice([secretRegister, carrierRegister]);
    expect(requestOf(empty)).toBeNull();
    expect(requestOf({ ...empty, level: 'court' })).toBeNull();
  });

  it('asks for content and files record by record, and only where the level lets them go', () => {
    const empty = emptyChoice([secretRegister, carrierRegister]);
    const [first, second] = empty.registers;
    if (!first || !second) throw new Error('two registers');
    const picked = ['a', 'b'].map((id) => ({
      record: { id, name: id, detail: '' },
      content: id === 'a',
      files: true,
    }));
    const choice = {
      ...empty,
      registers: [{ ...first, isChosen: true, picked }, second],
      level: 'court' as const,
      attachments: true,
    };
    expect(requestOf(choice)).toEqual({
      registers: [{ register: 'secret', filters: [], opened: ['a'], files: ['a', 'b'] }],
      level: 'court',
      attachments: false,
      asOf: null,
    });
    expect(requestOf({ ...choice, level: 'reviewer' })?.registers).toMatchObject([{ opened: [], files: [] }]);
    expect(requestOf({ ...choice, level: 'internal' })?.attachments).toBe(true);
  });

  it('asks for a past date only when it is a whole one', () => {
    const [first] = emptyChoice([secretRegister]).registers;
    if (!first) throw new Error('a register');
    const choice = { ...emptyChoice([]), registers: [{ ...first, isChosen: true }], level: 'court' as const };
    const past = (text: string) => requestOf({ ...choice, past: { text, reading: 'recorded' } });
    expect(past('2025年6月30日')?.asOf).toEqual({ date: '2025-06-30', reading: 'recorded' });
    expect(past('2025年6月')).toBeNull();
    expect(past('')).toBeNull();
  });

  it('has an approval only with somebody and a day', () => {
    const none = { approver: '', approverId: null, dayText: '', form: '' };
    expect(approvalOf(none)).toBeNull();
    expect(approvalOf({ ...none, approver: '傅明澈' })).toBeNull();
    expect(approvalOf({ ...none, approver: ' 傅明澈 ', dayText: '2026.11.18' })).toEqual({
      approver: '傅明澈',
      approverId: null,
      approvedOn: '2026-11-18',
      form: '',
    });
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
      opened: 0,
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
