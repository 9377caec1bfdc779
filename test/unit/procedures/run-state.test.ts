// Where a run stands: every path through a template, returns, branches, delegation; and templates that must not load.
import { describe, expect, test } from 'vitest';
import grading from '../../../resources/procedures/grading.json' with { type: 'json' };
import { passedSteps, runState, type TakenStep } from '../../../shared/procedures/run-state.ts';
import { readTemplate } from '../../../shared/procedures/template.ts';
import { procedureTemplates, templateOf } from '../../../shared/procedures/templates.ts';

const template = templateOf('grading');
const plain = { expertAsked: false, ranks: [] };
const take = (step: string, outcome: TakenStep['outcome']): TakenStep => ({ step, outcome });

describe('the state of a run', () => {
  test('steps follow each other, expert opinions only where asked for', () => {
    expect(runState(template, plain, []).current?.name).toBe('propose');
    const proposed = [take('propose', 'proposed'), take('departmentHead', 'agreed')];
    expect(runState(template, plain, proposed).current?.name).toBe('office');
    expect(runState(template, { ...plain, expertAsked: true }, proposed).current?.name).toBe('expert');
  });

  test('a return opens the run again at its proposal and forgets the steps passed', () => {
    const taken = [take('propose', 'proposed'), take('departmentHead', 'agreed'), take('office', 'returned')];
    expect(runState(template, plain, taken)).toMatchObject({ status: 'returned', current: { name: 'propose' } });
    const again = [...taken, take('propose', 'proposed')];
    expect(runState(template, plain, again)).toMatchObject({ status: 'open', current: { name: 'departmentHead' } });
    expect([...passedSteps(again).keys()]).toEqual(['propose']);
  });

  test('comments leave it where it is, a delegation names who acts until the step is taken', () => {
    const delegated: TakenStep = { step: 'departmentHead', outcome: 'delegated', delegate: 'li' };
    const taken = [take('propose', 'proposed'), take('departmentHead', 'commented'), delegated];
    expect(runState(template, plain, taken)).toMatchObject({ current: { name: 'departmentHead' }, delegate: 'li' });
    expect(runState(template, plain, [...taken, take('departmentHead', 'agreed')]).delegate).toBeNull();
  });

  test('a refusal and a withdrawal close it, and so does its last step', () => {
    expect(runState(template, plain, [take('propose', 'proposed'), take('departmentHead', 'refused')])).toMatchObject({
      status: 'refused',
      current: null,
    });
    expect(runState(template, plain, [take('propose', 'withdrawn')]).status).toBe('withdrawn');
    const all = template.steps
      .filter(({ name }) => name !== 'expert')
      .map(({ name }) => take(name, name === 'propose' ? 'proposed' : 'agreed'));
    expect(runState(template, plain, all)).toMatchObject({ status: 'completed', current: null });
  });
});

describe('templates', () => {
  test('every one that ships loads, begins with a proposal and files before anything is carried out', () => {
    expect(procedureTemplates.length).toBeGreaterThan(0);
    for (const { steps } of procedureTemplates) {
      const acts = steps.map(({ act }) => act);
      expect(acts).toContain('file');
      if (acts.includes('execute')) expect(acts.indexOf('execute')).toBeGreaterThan(acts.indexOf('file'));
    }
  });

  test('a step that stands twice, a separation from a later step and a legal clock without source are refused', () => {
    const change = (edit: (copy: typeof grading) => void) => {
      const copy = structuredClone(grading);
      edit(copy);
      return () => readTemplate(copy);
    };
    expect(change((copy) => copy.steps.push(structuredClone(copy.steps[1]) as never))).toThrow('twice');
    expect(change((copy) => Object.assign(copy.steps[1] as object, { differsFrom: ['leader'] }))).toThrow('before');
    expect(
      change((copy) =>
        Object.assign(copy.steps[1] as object, { clock: { days: 1, unit: 'working', firmness: 'statute' } }),
      ),
    ).toThrow('without source');
    expect(change((copy) => copy.steps.shift())).toThrow('first step');
  });
});
