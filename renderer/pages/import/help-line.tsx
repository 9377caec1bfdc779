// A line under or over what it explains, in the small type.
import { styled } from '@mui/material/styles';

export const HelpLine = styled('p')({ fontSize: 12, lineHeight: '16px', color: 'var(--text-2)', padding: '4px 0' });
