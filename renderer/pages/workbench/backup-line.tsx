// What the workbench says of backups: nothing while all is well, a line when one is overdue or none was ever made.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useRead } from '../../api/queries.ts';
import { useSession } from '../../app/session.tsx';
import { Notice } from '../../components/notice.tsx';
import { momentOf } from '../../i18n/format.ts';

const dayMs = 86_400_000;
/** Without a schedule a backup older than this is worth a line. */
const oldDays = 30;
/** A vault that holds little yet is not told to make one. */
const enoughEvents = 50;

export function BackupLine() {
  const { t } = useTranslation();
  const { vault, journal } = useSession();
  const { data } = useRead('backup.list', {});
  if (!data || vault.demo || vault.readOnly || (journal?.size ?? 0) < enoughEvents) return null;
  const isOld = data.lastMs === null || (data.dueMs === null && Date.now() - data.lastMs > oldDays * dayMs);
  if (!data.overdue && !isOld) return null;
  return (
    <div style={{ paddingTop: 12 }}>
      <Notice tone="amber">
        <p>
          {data.lastMs === null ? t('backup.never') : t('backup.last', { at: momentOf(data.lastMs) })}{' '}
          {data.overdue ? t('backup.overdue') : null}{' '}
          <Link to="/settings?section=backup">{t('backup.toSettings')}</Link>
        </p>
      </Notice>
    </div>
  );
}
