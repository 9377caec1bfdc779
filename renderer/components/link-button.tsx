// A quiet action in a line of text: looks like a link, is a button.
import { ButtonBase } from '@mui/material';
import { styled } from '@mui/material/styles';

export const LinkButton = styled(ButtonBase)({
  fontSize: 13,
  lineHeight: '20px',
  color: 'var(--ink)',
  padding: '0 2px',
  borderRadius: 2,
  whiteSpace: 'nowrap',
  '&:hover': { textDecoration: 'underline' },
  '&.Mui-disabled': { color: 'var(--text-3)' },
  '&[data-tone="red"]': { color: 'var(--red)' },
}) as typeof ButtonBase;
