// Styles of the page itself: tokens as variables, numerals, focus, reduced motion. Nothing of a single component.
import { GlobalStyles } from '@mui/material';
import { focusRing, fontFamily, type ThemeMode, tokenVariables } from './theme.ts';

/** Sets the tokens of the mode on the root element. */
export function PageStyles({ mode }: { mode: ThemeMode }) {
  return (
    <GlobalStyles
      styles={{
        ':root': { ...tokenVariables(mode), colorScheme: mode },
        '*, *::before, *::after': { boxSizing: 'border-box' },
        'html, body, #root': { height: '100%', margin: 0 },
        body: {
          fontFamily,
          fontSize: 14,
          lineHeight: '20px',
          color: 'var(--text)',
          backgroundColor: 'var(--paper)',
          fontVariantNumeric: 'tabular-nums',
          overflow: 'hidden',
        },
        'h1, h2, h3, p, ul, ol, dl, dd, figure': { margin: 0, padding: 0 },
        'ul, ol': { listStyle: 'none' },
        'button, input, select, textarea': { font: 'inherit', color: 'inherit', fontVariantNumeric: 'inherit' },
        'a:focus-visible, button:focus-visible, [tabindex]:focus-visible, select:focus-visible, summary:focus-visible':
          focusRing,
        a: { color: 'var(--ink)' },
        '::selection': { backgroundColor: 'var(--ink-tint)', color: 'var(--text)' },
        '@media (prefers-reduced-motion: reduce)': {
          '*, *::before, *::after': {
            transition: 'none !important',
            animation: 'none !important',
            scrollBehavior: 'auto !important',
          },
        },
      }}
    />
  );
}
