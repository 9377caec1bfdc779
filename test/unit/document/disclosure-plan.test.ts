// What each register gives, masks and withholds, level by level.
import { describe, expect, it } from 'vitest';
import {
  maskedValues,
  outwardDefinition,
  planRegister,
  titleAt,
} from '../../../electron/core/document/bundle/disclosure-plan.ts';
import { disclosureLevels } from '../../../shared/disclosure.ts';
import { allRegisters } from '../../../shared/registers/all.ts';
import { personRegister } from '../../../shared/registers/person.ts';
import { secretRegister } from '../../../shared/registers/secret.ts';

describe('A register at a level', () => {
  it('never gives a sealed field, in any register at any level', () => {
    for (const definition of allRegisters)
      for (const level of disclosureLevels) {
        const plan = planRegister(definition, level);
        const sealed = definition.fields.filter((field) => field.class === 'sealed').map(({ key }) => key);
        for (const key of sealed) expect(plan.given.has(key), `${definition.key}.${key} at ${level}`).toBe(false);
        expect(outwardDefinition(plan).fields.some((field) => field.class === 'sealed')).toBe(false);
      }
  });

  it('never gives the record behind a masked name', () => {
    expect(planRegister(secretRegister, 'court').given.has('responsible')).toBe(true);
    expect(planRegister(secretRegister, 'reviewer').given.has('responsibleId')).toBe(false);
    expect(planRegister(secretRegister, 'internal').given.has('responsibleId')).toBe(true);
  });

  it('puts the public name where the name would stand', () => {
    const outward = outwardDefinition(planRegister(secretRegister, 'reviewer'));
    expect(outward.title).toBe('publicName');
    expect(outward.fields.some(({ key }) => key === 'name')).toBe(false);
    expect(outward.fields.find(({ key }) => key === 'publicName')?.print).toBe(
      secretRegister.fields.find(({ key }) => key === 'name')?.print,
    );
  });

  it('calls a record by name, public name, masked name or nothing', () => {
    const secret = { name: '高镍前驱体工艺', publicName: '材料工艺一号' };
    expect(titleAt(planRegister(secretRegister, 'internal'), secret)).toBe('高镍前驱体工艺');
    expect(titleAt(planRegister(secretRegister, 'court'), secret)).toBe('材料工艺一号');
    expect(titleAt(planRegister(secretRegister, 'court'), { name: secret.name })).toBeNull();
    expect(titleAt(planRegister(personRegister, 'reviewer'), { name: '沈若溪' })).toBe('沈某');
    expect(titleAt(planRegister(personRegister, 'court'), { name: '沈若溪' })).toBe('沈若溪');
  });

  it('masks a telephone number inside and withholds it outward', () => {
    const values = { name: '沈若溪', phone: '13812345678' };
    expect(maskedValues(planRegister(personRegister, 'internal'), values)).toEqual({ phone: '138****5678' });
    expect(maskedValues(planRegister(personRegister, 'court'), values)).toEqual({});
  });
});
