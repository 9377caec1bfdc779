// An address without a page: says so and leads back.
import { Button } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EmptyState } from '../components/empty-state.tsx';

/** Shown where an address has no page. */
export function PageNotFound() {
  const { t } = useTranslation();
  return (
    <EmptyState sentence={t('notFound.sentence')}>
      <Button component={Link} to="/">
        {t('notFound.back')}
      </Button>
    </EmptyState>
  );
}
