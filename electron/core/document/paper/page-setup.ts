// The pages of printed documents: sizes in points, margins, and the room they leave. Pure.
export interface PageSetup {
  /** `label` is a single label of 50 × 30 mm, as label printers take them. */
  size: 'A5' | 'A4' | 'A3' | 'label';
  orientation: 'portrait' | 'landscape';
}

export interface Margins {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

// ISO 216 at 72 points an inch, rounded as pdfmake has them.
const sizes: Readonly<Record<PageSetup['size'], readonly [number, number]>> = {
  A5: [419.53, 595.28],
  A4: [595.28, 841.89],
  A3: [841.89, 1190.55],
  label: [(30 / 25.4) * 72, (50 / 25.4) * 72],
};

/** Width and height of a page, in points. */
export function pageSize({ size, orientation }: PageSetup): { width: number; height: number } {
  const [short, long] = sizes[size];
  return orientation === 'portrait' ? { width: short, height: long } : { width: long, height: short };
}

/** Margins; the wider left edge is for filing. Sign-offs need more room at the foot. */
export function pageMargins({ size, orientation }: PageSetup, hasSignOffs: boolean): Margins {
  if (size === 'A5') return { left: 40, top: 40, right: 30, bottom: 36 };
  const bottom = hasSignOffs ? 66 : 44;
  return orientation === 'portrait'
    ? { left: 56, top: 50, right: 42, bottom }
    : { left: 42, top: 46, right: 34, bottom };
}

/** The room between the margins, in points. */
export function roomOn(setup: PageSetup, hasSignOffs: boolean): { width: number; height: number } {
  const { width, height } = pageSize(setup);
  const margins = pageMargins(setup, hasSignOffs);
  return { width: width - margins.left - margins.right, height: height - margins.top - margins.bottom };
}
