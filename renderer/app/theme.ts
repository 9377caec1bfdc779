// Ink and seal: the colour tokens of the window and the MUI theme made from them. Sizes come from the design's measures.
// Components use the tokens as CSS variables (var(--ink)); nothing else in the page names a colour.
import { createTheme, type Theme } from '@mui/material/styles';
import type {} from '@mui/x-data-grid/themeAugmentation';

declare module '@mui/material/Button' {
  interface ButtonPropsSizeOverrides {
    tiny: true;
  }
}

export type ThemeMode = 'light' | 'dark';

const light = {
  ink: '#22425A',
  'on-ink': '#FFFFFF',
  paper: '#F7F6F2',
  surface: '#FFFFFF',
  line: '#DDD9D0',
  text: '#1E252A',
  'text-2': '#4B5A66',
  'text-3': '#5D6871',
  control: '#807E77',
  'row-line': '#ECE9E2',
  'grid-head': '#FBFAF7',
  hover: '#F4F2ED',
  selected: '#EAF0F4',
  red: '#A8322A',
  amber: '#8A5A00',
  slate: '#4B5A66',
  jade: '#1F6B4F',
  'ink-tint': '#E6ECF0',
  'red-tint': '#FAF0EE',
  'amber-tint': '#FBF4E4',
  'jade-tint': '#EBF4EF',
  'slate-tint': '#F0F1F1',
  'as-of-ground': '#EEF3E6',
  'as-of-line': '#A9B894',
  'as-of-text': '#3F4F2B',
};

type Token = keyof typeof light;

const dark: Record<Token, string> = {
  ink: '#9CC3DD',
  'on-ink': '#11202B',
  paper: '#15191D',
  surface: '#1D2328',
  line: '#343C43',
  text: '#E3E7EA',
  'text-2': '#AAB6BF',
  'text-3': '#929EA7',
  control: '#75808A',
  'row-line': '#2A3137',
  'grid-head': '#191E22',
  hover: '#232A30',
  selected: '#23313C',
  red: '#E58077',
  amber: '#E0B252',
  slate: '#AAB6BF',
  jade: '#7CC7A5',
  'ink-tint': '#26343F',
  'red-tint': '#33211F',
  'amber-tint': '#2F281A',
  'jade-tint': '#1B2C25',
  'slate-tint': '#262C31',
  'as-of-ground': '#25301F',
  'as-of-line': '#5C6E4A',
  'as-of-text': '#C3D3AE',
};

export const tokens: Record<ThemeMode, Record<Token, string>> = { light, dark };

export const fontFamily =
  '"Microsoft YaHei UI","PingFang SC","Noto Sans CJK SC","Source Han Sans SC",system-ui,sans-serif';
export const monoFamily = '"Cascadia Mono","Consolas","SF Mono","Noto Sans Mono CJK SC",monospace';

/** Tokens as CSS variables for one mode. */
export function tokenVariables(mode: ThemeMode): Record<string, string> {
  return Object.fromEntries(Object.entries(tokens[mode]).map(([name, value]) => [`--${name}`, value]));
}

/** Below this width pages stack what stands side by side. */
export const smallWindow = '@media (max-width: 999px)';

/** Focus is always the same 2 px ink line. */
export const focusRing = { outline: '2px solid var(--ink)', outlineOffset: 1 } as const;

const buttonHeights = { tiny: 24, small: 28, medium: 32, large: 32 } as const;
const buttonPaddings = { tiny: 8, small: 12, medium: 16, large: 16 } as const;

/** The MUI theme of one mode. */
export function createWindowTheme(mode: ThemeMode): Theme {
  const color = tokens[mode];
  return createTheme({
    palette: {
      mode,
      // MUI darkens a filled button under the pointer, in the dark theme below the contrast text needs.
      primary: { main: color.ink, dark: color.ink, contrastText: color['on-ink'] },
      error: { main: color.red, contrastText: color['on-ink'] },
      warning: { main: color.amber, contrastText: color['on-ink'] },
      success: { main: color.jade, contrastText: color['on-ink'] },
      text: { primary: color.text, secondary: color['text-2'], disabled: color['text-3'] },
      background: { default: color.paper, paper: color.surface },
      divider: color.line,
      action: { hover: color.hover, selected: color.selected },
      DataGrid: { bg: color.surface, headerBg: color['grid-head'], pinnedBg: color.surface },
    },
    shape: { borderRadius: 2 },
    spacing: 8,
    shadows: Array.from({ length: 25 }, () => 'none') as Theme['shadows'],
    transitions: {
      duration: {
        shortest: 80,
        shorter: 100,
        short: 110,
        standard: 110,
        complex: 120,
        enteringScreen: 110,
        leavingScreen: 80,
      },
    },
    typography: {
      fontFamily,
      fontWeightLight: 400,
      fontWeightRegular: 400,
      fontWeightMedium: 600,
      fontWeightBold: 600,
      body1: { fontSize: 14, lineHeight: '20px' },
      body2: { fontSize: 13, lineHeight: '20px' },
      caption: { fontSize: 12, lineHeight: '16px' },
      h1: { fontSize: 20, lineHeight: '28px', fontWeight: 600 },
      h2: { fontSize: 14, lineHeight: '20px', fontWeight: 600 },
      h3: { fontSize: 14, lineHeight: '20px', fontWeight: 600 },
      button: { fontSize: 13, lineHeight: '20px', textTransform: 'none' },
    },
    components: {
      MuiButtonBase: {
        defaultProps: { disableRipple: true },
        styleOverrides: { root: { fontFamily, '&.Mui-focusVisible': focusRing } },
      },
      MuiButton: {
        defaultProps: { disableElevation: true, size: 'small', variant: 'outlined' },
        styleOverrides: {
          root: ({ ownerState }) => ({
            // A button that fades in looks disabled for as long: it is what it is at once.
            transition: 'none',
            minWidth: 0,
            whiteSpace: 'nowrap',
            fontWeight: ownerState.variant === 'contained' ? 600 : 400,
            fontSize: ownerState.size === 'tiny' ? 12 : ownerState.size === 'medium' ? 14 : 13,
            height: buttonHeights[ownerState.size ?? 'small'],
            padding: `0 ${buttonPaddings[ownerState.size ?? 'small']}px`,
            ...(ownerState.variant === 'outlined' && ownerState.color !== 'error'
              ? { color: color.text, borderColor: color.control, backgroundColor: color.surface }
              : {}),
            ...(ownerState.variant === 'outlined' && ownerState.color === 'error'
              ? { borderColor: color.red, backgroundColor: color.surface }
              : {}),
            ...(ownerState.variant === 'text' ? { padding: '0 8px' } : {}),
            '&:hover':
              ownerState.variant === 'contained' ? { filter: 'brightness(1.12)' } : { backgroundColor: color.hover },
            '&.Mui-disabled': {
              color: color['text-3'],
              borderColor: color.line,
              backgroundColor: ownerState.variant === 'text' ? 'transparent' : color['slate-tint'],
            },
          }),
        },
      },
      MuiIconButton: {
        styleOverrides: { root: { borderRadius: 2, padding: 4, minWidth: 24, minHeight: 24, color: color['text-2'] } },
      },
      MuiPaper: { defaultProps: { elevation: 0, square: true }, styleOverrides: { root: { backgroundImage: 'none' } } },
      MuiPopover: { styleOverrides: { paper: { border: `1px solid ${color.ink}`, borderRadius: 0 } } },
      MuiMenu: { styleOverrides: { list: { padding: '4px 0' } } },
      MuiMenuItem: {
        styleOverrides: {
          root: {
            fontSize: 13,
            lineHeight: '20px',
            minHeight: 28,
            padding: '4px 16px',
            '&.Mui-focusVisible': { backgroundColor: color['ink-tint'], outline: 'none' },
          },
        },
      },
      MuiDialog: {
        defaultProps: { transitionDuration: 0 },
        styleOverrides: { paper: { border: `1px solid ${color.ink}`, borderRadius: 0, margin: 24 } },
      },
      MuiDialogTitle: {
        styleOverrides: { root: { fontSize: 16, lineHeight: '24px', fontWeight: 600, padding: '16px 24px 8px' } },
      },
      MuiDialogContent: { styleOverrides: { root: { padding: '8px 24px 16px' } } },
      MuiDialogActions: { styleOverrides: { root: { padding: '12px 24px', borderTop: `1px solid ${color.line}` } } },
      MuiBackdrop: {
        styleOverrides: {
          root: { backgroundColor: mode === 'light' ? 'rgba(30,37,42,.28)' : 'rgba(0,0,0,.5)' },
          invisible: { backgroundColor: 'transparent' },
        },
      },
      MuiTooltip: {
        defaultProps: { enterDelay: 300, disableInteractive: true },
        styleOverrides: {
          tooltip: {
            fontSize: 12,
            lineHeight: '16px',
            backgroundColor: color.surface,
            color: color.text,
            border: `1px solid ${color.ink}`,
            borderRadius: 0,
          },
        },
      },
      MuiCheckbox: { defaultProps: { size: 'small' }, styleOverrides: { root: { padding: 4, color: color.control } } },
      MuiRadio: { defaultProps: { size: 'small' }, styleOverrides: { root: { padding: 4, color: color.control } } },
      MuiFormControlLabel: {
        styleOverrides: { root: { marginLeft: -4 }, label: { fontSize: 14, lineHeight: '20px' } },
      },
      MuiOutlinedInput: {
        defaultProps: { size: 'small' },
        styleOverrides: {
          root: {
            fontSize: 14,
            backgroundColor: color.surface,
            '&.Mui-focused .MuiOutlinedInput-notchedOutline': { borderWidth: 2, borderColor: color.ink },
            '&.Mui-disabled': { backgroundColor: color['slate-tint'] },
          },
          notchedOutline: { borderColor: color.control },
          input: { padding: '0 8px', height: 30, '&::placeholder': { color: color['text-3'], opacity: 1 } },
          multiline: { padding: '4px 0' },
        },
      },
      MuiAutocomplete: {
        styleOverrides: {
          root: {
            '& .MuiOutlinedInput-root.MuiInputBase-sizeSmall': { padding: '0 32px 0 0', minHeight: 32 },
            '& .MuiOutlinedInput-root.MuiInputBase-sizeSmall .MuiAutocomplete-input': { padding: '0 8px', height: 30 },
          },
          paper: { border: `1px solid ${color.ink}` },
          option: { fontSize: 13, minHeight: '28px !important' },
          noOptions: { fontSize: 13 },
          tag: { height: 24, borderRadius: 2 },
        },
      },
      MuiLinearProgress: { styleOverrides: { root: { height: 4, backgroundColor: color['row-line'] } } },
      MuiSnackbarContent: {
        styleOverrides: {
          root: {
            backgroundColor: color.surface,
            color: color.text,
            border: `1px solid ${color.ink}`,
            borderRadius: 0,
            fontSize: 13,
            padding: '2px 16px',
            minWidth: '0 !important',
          },
          message: { padding: '4px 0' },
        },
      },
    },
  });
}
