// The areas of the left rail in order, and the registers under each. Areas without a page yet are not here.
import type { RegisterDefinition } from '../../shared/registers/definition.ts';
import { pageRegisters } from '../api/definitions.ts';

export interface Area {
  key: 'workbench' | 'secrets' | 'people' | 'carriers' | 'evidence' | 'audit';
  /** Where the area itself leads. */
  to: string;
  registers: readonly RegisterDefinition[];
  /** Pages over several registers, below them; `word` is the key of what they are called. */
  pages?: readonly { to: string; word: string }[];
}

/** Which area of the rail a definition's own area is shown under. */
const areaOf: Record<RegisterDefinition['area'], Area['key']> = {
  base: 'people',
  people: 'people',
  secrets: 'secrets',
  carriers: 'carriers',
  evidence: 'evidence',
};

/** An area's own registers as they are set up, then the base registers it borrows, the nearest to it first. */
function registersOf(key: Area['key']): RegisterDefinition[] {
  const shown = pageRegisters.filter((register) => areaOf[register.area] === key);
  const own = shown.filter((register) => register.area === key);
  return [...own, ...shown.filter((register) => !own.includes(register)).toReversed()];
}

function registerArea(key: 'secrets' | 'people' | 'carriers'): Area {
  const registers = registersOf(key);
  return { key, to: `/r/${registers[0]?.key ?? ''}`, registers };
}

/** All areas; `evidence` is shown only where its page is registered (routes.tsx). */
export const areas: readonly Area[] = [
  { key: 'workbench', to: '/', registers: [] },
  {
    ...registerArea('secrets'),
    pages: [
      { to: '/measures', word: 'measures.title' },
      { to: '/knowledge', word: 'knowledge.title' },
      { to: '/risk', word: 'risk.title' },
    ],
  },
  registerArea('people'),
  registerArea('carriers'),
  { key: 'evidence', to: '/evidence', registers: registersOf('evidence') },
  { key: 'audit', to: '/audit', registers: [] },
];

/** The area a register is shown under. */
export function areaOfRegister(register: RegisterDefinition): Area {
  const area = areas.find((candidate) => candidate.registers.includes(register));
  if (!area) throw new Error(`register ${register.key} has no area`);
  return area;
}
