// The few line icons of the window, 16 px, drawn in the text colour. An icon always stands beside a word or a label.
import type { ReactNode } from 'react';

function Icon({ size = 16, children }: { size?: number | undefined; children: ReactNode }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

interface IconProps {
  size?: number;
}

/** A magnifier. */
export function SearchIcon({ size }: IconProps) {
  return (
    <Icon size={size}>
      <circle cx="7" cy="7" r="4.3" />
      <path d="M10.2 10.2 14 14" />
    </Icon>
  );
}

/** Opens something below. */
export function ChevronIcon({ size = 12 }: IconProps) {
  return (
    <Icon size={size}>
      <path d="M4 6l4 4 4-4" strokeWidth="1.8" />
    </Icon>
  );
}

/** Takes something away. */
export function CloseIcon({ size = 12 }: IconProps) {
  return (
    <Icon size={size}>
      <path d="M3.5 3.5l9 9M12.5 3.5l-9 9" strokeWidth="1.8" />
    </Icon>
  );
}

/** Sealed or locked. */
export function LockIcon({ size = 14 }: IconProps) {
  return (
    <Icon size={size}>
      <rect x="2.7" y="7" width="10.6" height="6.6" />
      <path d="M5 7V5a3 3 0 0 1 6 0v2" />
    </Icon>
  );
}

/** Done. */
export function CheckIcon({ size = 12 }: IconProps) {
  return (
    <Icon size={size}>
      <path d="M3 8.5l3.4 3.3L13 4.6" strokeWidth="2" />
    </Icon>
  );
}

/** More commands. */
export function MoreIcon({ size = 16 }: IconProps) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" fill="currentColor" aria-hidden="true" focusable="false">
      <circle cx="3" cy="8" r="1.1" />
      <circle cx="8" cy="8" r="1.1" />
      <circle cx="13" cy="8" r="1.1" />
    </svg>
  );
}

/** The direction a column is sorted in. */
export function SortIcon({ direction }: { direction: 'asc' | 'desc' }) {
  return (
    <Icon size={12}>
      {direction === 'desc' ? (
        <path d="M8 2.5v10M4.5 9.5 8 13l3.5-3.5" strokeWidth="1.6" />
      ) : (
        <path d="M8 13.5v-10M4.5 6.5 8 3l3.5 3.5" strokeWidth="1.6" />
      )}
    </Icon>
  );
}
