// The glyph of a row's state: + new, ≠ change, = same, two sheets for a repeat, × error, ‖ to decide, a dot for skipped.
import type { ReactNode } from 'react';
import type { ImportRowState } from '../../../../shared/contract/routes/import.ts';

const shapes: Record<ImportRowState, ReactNode> = {
  new: <path d="M5 1v8M1 5h8" />,
  update: <path d="M1 3.5h8M1 6.5h8M7 1 3 9" />,
  unchanged: <path d="M1 3.5h8M1 6.5h8" />,
  repeat: (
    <>
      <rect x="0.8" y="0.8" width="5.6" height="5.6" />
      <path d="M3.4 8.9h5.5V3.4" />
    </>
  ),
  error: <path d="M1.5 1.5l7 7M8.5 1.5l-7 7" />,
  held: <path d="M3 1v8M7 1v8" strokeWidth="2.2" />,
  skipped: <path d="M4.4 5h1.2" strokeWidth="1.6" />,
};

/** The glyph alone, 10 px; always beside its word. */
export function StateGlyph({ state }: { state: ImportRowState }) {
  return (
    <svg
      width="10"
      height="10"
      viewBox="0 0 10 10"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      aria-hidden="true"
      focusable="false"
    >
      {shapes[state]}
    </svg>
  );
}
