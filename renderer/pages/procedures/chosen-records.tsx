// The records a procedure is about to run over, in the order of its paper list; rows can be taken off.

import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import { fieldOf } from '../../../shared/registers/definition.ts';
import { secretRegister } from '../../../shared/registers/secret.ts';
import { useSession } from '../../app/session.tsx';
import { fieldText } from '../../components/field-text.ts';
import { GradeText } from '../../components/grade-mark.tsx';
import { HiddenText } from '../../components/hidden-text.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { SmallTable } from '../../components/section.tsx';
import { useLanguage } from '../../i18n/format.ts';
import type { ChosenRecord } from './procedure-words.ts';

const Scroll = styled('div')({
  maxHeight: 360,
  overflowY: 'auto',
  '& th': { position: 'sticky', top: 0, backgroundColor: 'var(--surface)' },
});

interface ChosenRecordsProps {
  records: readonly ChosenRecord[];
  onRemove: (id: string) => void;
}

/** The list, with what the register says of each now. */
export function ChosenRecords({ records, onRemove }: ChosenRecordsProps) {
  const { t } = useTranslation();
  const { label, language } = useLanguage();
  const { scheme } = useSession();
  const term = fieldOf(secretRegister, 'term');
  const department = fieldOf(secretRegister, 'department');
  return (
    <Scroll tabIndex={0} role="group" aria-label={t('procedure.rows')}>
      <SmallTable>
        <thead>
          <tr>
            <th className="number">{t('procedure.row')}</th>
            <th>{label(secretRegister.number.label)}</th>
            <th>{label(fieldOf(secretRegister, 'name').label)}</th>
            <th>{label(department.label)}</th>
            <th>{t('procedure.presentLevel')}</th>
            <th>{t('procedure.presentTerm')}</th>
            <th>
              <HiddenText>{t('list.rowActions')}</HiddenText>
            </th>
          </tr>
        </thead>
        <tbody>
          {records.map((record, index) => (
            <tr key={record.id}>
              <td className="number fixed">{index + 1}</td>
              <td className="fixed">{record.number ?? '—'}</td>
              <td>{String(record.values.name ?? '')}</td>
              <td className="fixed">{record.labels.department ?? ''}</td>
              <td className="fixed">
                <GradeText code={(record.values.level as string | null | undefined) ?? null} scheme={scheme} />
              </td>
              <td className="fixed">{fieldText(term, { ...record, sealed: [] }, { language, scheme, t }) || '—'}</td>
              <td className="fixed">
                {records.length > 1 ? (
                  <LinkButton
                    onClick={() => onRemove(record.id)}
                    aria-label={t('procedure.removeOf', { name: String(record.values.name ?? '') })}
                  >
                    {t('procedure.remove')}
                  </LinkButton>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </SmallTable>
    </Scroll>
  );
}
