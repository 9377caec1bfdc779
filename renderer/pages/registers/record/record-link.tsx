// A quiet link from one record to another.
import { styled } from '@mui/material/styles';
import { Link } from 'react-router';

const Quiet = styled(Link)({
  color: 'var(--text)',
  textDecorationColor: 'var(--line)',
  textUnderlineOffset: 3,
  '&:hover': { color: 'var(--ink)', textDecorationColor: 'currentColor' },
});

/** A link in the text colour. */
export function RecordLink({ register, id, text }: { register: string; id: string; text: string }) {
  return <Quiet to={`/r/${register}/${id}`}>{text}</Quiet>;
}
