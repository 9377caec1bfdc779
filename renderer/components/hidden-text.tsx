// Words for screen readers only, where the eye needs none.
import { styled } from '@mui/material/styles';

export const HiddenText = styled('span')({
  position: 'absolute',
  width: 1,
  height: 1,
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
});
