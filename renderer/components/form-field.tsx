// The parts of a form: label above, help and error under, and the plain inputs of the window (32 px, 2 px ink focus).
import { Box, type SxProps, type Theme } from '@mui/material';
import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

const control = {
  width: '100%',
  border: '1px solid var(--control)',
  borderRadius: 2,
  backgroundColor: 'var(--surface)',
  color: 'var(--text)',
  fontSize: 14,
  lineHeight: '20px',
  padding: '0 8px',
  outline: 'none',
  '&:focus': { borderColor: 'var(--ink)', boxShadow: 'inset 0 0 0 1px var(--ink)' },
  '&[aria-invalid="true"]': { borderColor: 'var(--red)' },
  '&[aria-invalid="true"]:focus': { boxShadow: 'inset 0 0 0 1px var(--red)' },
  '&:disabled': { backgroundColor: 'var(--slate-tint)', color: 'var(--text-3)' },
  '&::placeholder': { color: 'var(--text-3)', opacity: 1 },
} as const;

/** One line of text. */
export const TextInput = styled('input')({
  ...control,
  height: 32,
  '&[data-size="small"]': { height: 28, fontSize: 13 },
  '&[data-size="tiny"]': { height: 24, fontSize: 12 },
});

/** Several lines. */
export const TextArea = styled('textarea')({ ...control, padding: '5px 8px', resize: 'vertical', minHeight: 32 });

/** A list to pick one from; the system's own, so that it behaves as the clerk knows. */
export const SelectInput = styled('select')({
  ...control,
  height: 32,
  padding: '0 4px',
  cursor: 'pointer',
  '& option': { backgroundColor: 'var(--surface)', color: 'var(--text)' },
  '&[data-size="small"]': { height: 28, fontSize: 13 },
});

interface FormFieldProps {
  id: string;
  label: string;
  required?: boolean;
  help?: string | undefined;
  error?: string | undefined;
  /** For groups of controls that no single id names. */
  group?: boolean;
  sx?: SxProps<Theme>;
  children: ReactNode;
}

/** Ids of the help and error lines, for aria-describedby. */
export function describedBy(id: string, help: string | undefined, error: string | undefined): string | undefined {
  const ids = [error === undefined ? null : `${id}-error`, help === undefined ? null : `${id}-help`].filter(
    (part) => part !== null,
  );
  return ids.length === 0 ? undefined : ids.join(' ');
}

/** A control with its label above, error and help under it. */
export function FormField({ id, label, required = false, help, error, group = false, sx, children }: FormFieldProps) {
  const { t } = useTranslation();
  const words = (
    <>
      {label}
      {required ? <span className="required">{t('form.required')}</span> : null}
    </>
  );
  return (
    <Box
      role={group ? 'group' : undefined}
      aria-labelledby={group ? `${id}-label` : undefined}
      sx={[
        {
          minWidth: 0,
          '& .form-label': {
            display: 'block',
            fontSize: 12,
            lineHeight: '16px',
            color: 'var(--text-2)',
            marginBottom: '4px',
          },
          '& .required': { marginLeft: '6px', color: 'var(--text-3)' },
          '& .form-help': { fontSize: 12, lineHeight: '16px', color: 'var(--text-2)', marginTop: '4px' },
          '& .form-error': { fontSize: 12, lineHeight: '16px', color: 'var(--red)', marginTop: '4px' },
        },
        ...(Array.isArray(sx) ? sx : [sx ?? {}]),
      ]}
    >
      {group ? (
        <span className="form-label" id={`${id}-label`}>
          {words}
        </span>
      ) : (
        <label className="form-label" htmlFor={id}>
          {words}
        </label>
      )}
      {children}
      {error === undefined ? null : (
        <p className="form-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {help === undefined ? null : (
        <p className="form-help" id={`${id}-help`}>
          {help}
        </p>
      )}
    </Box>
  );
}
