// Disclosure levels and what a field's class allows at each. Decides; never formats or reads values.
import type { FieldDefinition, Mask } from './registers/definition.ts';

export const disclosureLevels = [
  'internal',
  'lawyer',
  'appraiser',
  'court',
  'police',
  'regulator',
  'reviewer',
] as const;
export type DisclosureLevel = (typeof disclosureLevels)[number];

/** Levels at which sealed content and files may leave, chosen record by record (within the firm: all files at once too). */
export const openedLevels: readonly DisclosureLevel[] = ['internal', 'lawyer', 'appraiser', 'court'];

/** Those who argue, judge or investigate a case must know who did what: people keep their names. */
const namedLevels: readonly DisclosureLevel[] = ['lawyer', 'court', 'police'];

/** How a person's name stands at a level where no definition says more. */
export function nameMask(level: DisclosureLevel): Mask {
  return level === 'internal' || namedLevels.includes(level) ? 'keep' : 'surname';
}

/**
 * What happens to a field in an export at a level. Sealed content never leaves in a plain bundle; personal data is
 * withheld outward unless the definition names a mask; everything is kept inside.
 */
export function maskAt(field: FieldDefinition, level: DisclosureLevel): Mask {
  if (field.class === 'sealed') return 'withhold';
  const named = field.masks?.[level];
  if (named) return named;
  if (level === 'internal') return 'keep';
  if (field.class === 'personal' && field.kind === 'person') return nameMask(level);
  if (field.class === 'personal') return 'withhold';
  return 'keep';
}

/** Applies a mask to a display text; null means nothing may be shown. */
export function masked(text: string, mask: Mask): string | null {
  switch (mask) {
    case 'keep':
      return text;
    case 'withhold':
      return null;
    case 'surname':
      return `${[...text][0] ?? ''}某`;
    case 'phone':
      return text.length >= 8 ? `${text.slice(0, 3)}****${text.slice(-4)}` : '****';
    case 'lastFour':
      return text.slice(-4);
  }
}
