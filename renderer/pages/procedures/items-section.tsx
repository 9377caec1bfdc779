// The list of a run: what was proposed for each record and what was decided, by the row numbers of the paper.
import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { procedureItemLink } from '../../../shared/registers/procedure-item.ts';
import { secretRegister } from '../../../shared/registers/secret.ts';
import { useSession } from '../../app/session.tsx';
import { fieldText } from '../../components/field-text.ts';
import { GradeText } from '../../components/grade-mark.tsx';
import { Section, SmallTable } from '../../components/section.tsx';
import { StatusTag } from '../../components/tags.tsx';
import { countText, useLanguage } from '../../i18n/format.ts';
import { itemField, type ProcedureAnswer } from './procedure-words.ts';

const Scroll = styled('div')({
  maxHeight: 420,
  overflowY: 'auto',
  '& th': { position: 'sticky', top: 0, backgroundColor: 'var(--surface)' },
});

/** The list; nothing where a run is about no records. */
export function ItemsSection({ answer }: { answer: ProcedureAnswer }) {
  const { t } = useTranslation();
  const { label, language } = useLanguage();
  const { scheme } = useSession();
  if (answer.items.length === 0) return null;
  const context = { language, scheme, t };
  const counts = procedureItemLink.statuses.flatMap(({ code, label: word }) => {
    const count = answer.items.filter(({ item }) => item.status === code).length;
    return count === 0 ? [] : [`${label(word)} ${countText(count)}`];
  });
  const level = (value: unknown) => (typeof value === 'string' ? <GradeText code={value} scheme={scheme} /> : '—');
  return (
    <Section id="items" title={t('procedure.list')} note={counts.join('　')}>
      <Scroll tabIndex={0} role="group" aria-label={t('procedure.rows')}>
        <SmallTable>
          <thead>
            <tr>
              <th className="number">{t('procedure.row')}</th>
              <th>{label(secretRegister.number.label)}</th>
              <th>{t('procedure.name')}</th>
              <th>{label(itemField('request').label)}</th>
              <th>{label(itemField('proposedLevel').label)}</th>
              <th>{label(itemField('proposedTerm').label)}</th>
              <th>{t('procedure.outcomeColumn')}</th>
              <th>{label(itemField('decidedLevel').label)}</th>
              <th>{label(itemField('decidedTerm').label)}</th>
              <th>{label(itemField('decisionNote').label)}</th>
            </tr>
          </thead>
          <tbody>
            {answer.items.map(({ item, secret }) => (
              <tr key={item.id}>
                <td className="number fixed">{String(item.values.position ?? '')}</td>
                <td className="fixed">
                  <Link to={`/r/secret/${secret.id}`}>{secret.number ?? '—'}</Link>
                </td>
                <td>{String(secret.values.name ?? '')}</td>
                <td className="fixed">{fieldText(itemField('request'), item, context)}</td>
                <td className="fixed">{level(item.values.proposedLevel)}</td>
                <td className="fixed">{fieldText(itemField('proposedTerm'), item, context) || '—'}</td>
                <td className="fixed">
                  {fieldText(itemField('decidedRequest'), item, context) || (
                    <StatusTag register={procedureItemLink} status={item.status} isVoid={false} place="grid" />
                  )}
                </td>
                <td className="fixed">{level(item.values.decidedLevel)}</td>
                <td className="fixed">{fieldText(itemField('decidedTerm'), item, context) || '—'}</td>
                <td>{fieldText(itemField('decisionNote'), item, context)}</td>
              </tr>
            ))}
          </tbody>
        </SmallTable>
      </Scroll>
    </Section>
  );
}
