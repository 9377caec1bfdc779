// The dated links of a record: who knows, which posts, which carriers. Links are added and ended, never overwritten.
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordRow } from '../../../../shared/contract/routes/common.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { linkFacts, linksOf, type RegisterLink } from '../../../api/definitions.ts';
import { useAsOf } from '../../../app/as-of.tsx';
import { useSession } from '../../../app/session.tsx';
import { fieldText } from '../../../components/field-text.ts';
import { LinkButton } from '../../../components/link-button.tsx';
import { pickedOf } from '../../../components/record-picker.tsx';
import { Section, SmallTable } from '../../../components/section.tsx';
import { useLanguage } from '../../../i18n/format.ts';
import { AddLinkDialog, CloseLinkDialog } from './link-dialogs.tsx';
import { RecordLink } from './record-link.tsx';
import { openLinks, type RecordAnswer } from './record-page.tsx';

const Pair = styled('div')({
  display: 'grid',
  gridTemplateColumns: 'minmax(0, 1fr)',
  columnGap: 24,
  '@media (min-width: 1360px)': { gridTemplateColumns: 'repeat(2, minmax(0, 1fr))' },
});

const shownAtFirst = 8;

interface LinksSectionProps {
  register: RegisterDefinition;
  answer: RecordAnswer;
  canEdit: boolean;
}

/** One section per kind of link, two side by side where there is room. */
export function LinksSection(props: LinksSectionProps) {
  const links = linksOf(props.register);
  if (links.length === 0) return null;
  return (
    <Pair>
      {links.map((link) => (
        <OneLink key={link.definition.key} link={link} {...props} />
      ))}
    </Pair>
  );
}

function OneLink({ link, answer, canEdit: mayEdit }: LinksSectionProps & { link: RegisterLink }) {
  const canEdit = mayEdit && link.definition.madeByProgram !== true;
  const { t } = useTranslation();
  const { label, language } = useLanguage();
  const { scheme } = useSession();
  const { asOf } = useAsOf();
  const [isAdding, setAdding] = useState(false);
  const [closing, setClosing] = useState<RecordRow | null>(null);
  const [isWhole, setWhole] = useState(false);
  const entries = answer.links[link.definition.key] ?? [];
  const shown = isWhole ? entries : entries.slice(0, shownAtFirst);
  const facts = linkFacts(link).filter((field) => field.grid !== undefined);
  const others = linkFacts(link).filter((field) => field.grid === undefined);
  /** What has no column of its own: way, reason, who approved and when. */
  const more = (row: RecordRow) =>
    others
      .map((field) => [label(field.label), fieldText(field, row, { language, scheme, t })] as const)
      .filter(([, text]) => text !== '')
      .map(([name, text]) => t('link.fact', { name, text }))
      .join(t('link.facts'));
  const word = label(link.other.field.label);
  const present = openLinks(answer, link.definition.key);
  return (
    <Section
      id={link.definition.key}
      title={word}
      note={t(asOf === null ? 'link.note' : 'link.noteThen', { present, all: entries.length })}
      actions={
        <>
          {entries.length > shownAtFirst ? (
            <LinkButton onClick={() => setWhole(!isWhole)}>{isWhole ? t('history.less') : t('link.all')}</LinkButton>
          ) : null}
          {canEdit ? <LinkButton onClick={() => setAdding(true)}>{t('link.add')}</LinkButton> : null}
        </>
      }
    >
      {entries.length === 0 ? (
        <p style={{ color: 'var(--text-3)', lineHeight: '24px' }}>{t('link.none')}</p>
      ) : (
        <SmallTable>
          <thead>
            <tr>
              <th>{word}</th>
              {facts.map((field) => (
                <th key={field.key}>{label(field.label)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ link: row, other }) => {
              return (
                <tr key={row.id} className={row.status === 'open' ? '' : 'closed'}>
                  <td>
                    <RecordLink register={link.other.register.key} id={other.id} text={farText(link, other)} />
                    {more(row) === '' ? null : (
                      <div className="quiet" style={{ fontSize: 12, lineHeight: '16px' }}>
                        {more(row)}
                      </div>
                    )}
                  </td>
                  {facts.map((field) => (
                    <td key={field.key} className="fixed">
                      {fieldText(field, row, { language, scheme, t }) ||
                        (field.key === 'endsOn' ? t(asOf === null ? 'link.untilNow' : 'link.untilThen') : '—')}
                      {field.key === 'endsOn' && canEdit && row.status === 'open' ? (
                        <LinkButton
                          sx={{ ml: 1 }}
                          onClick={() => setClosing(row)}
                          aria-label={t('link.closeOf', { name: farText(link, other) })}
                        >
                          {t('link.close')}
                        </LinkButton>
                      ) : null}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </SmallTable>
      )}
      {isAdding ? (
        <AddLinkDialog
          link={link}
          recordId={answer.record.id}
          linkedIds={new Set(entries.filter((entry) => entry.link.status === 'open').map((entry) => entry.other.id))}
          onClose={() => setAdding(false)}
        />
      ) : null}
      {closing === null ? null : <CloseLinkDialog link={link} row={closing} onClose={() => setClosing(null)} />}
    </Section>
  );
}

/** People and posts as 姓名（部门）; records numbered by the year as number and name. */
function farText(link: RegisterLink, other: RecordRow): string {
  const { name, department } = pickedOf(link.other.register, other);
  if (link.other.register.numberPattern.includes('{year}')) return [other.number, name].filter(Boolean).join(' ');
  return department ? `${name}（${department}）` : name;
}
