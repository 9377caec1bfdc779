// Forms that were not saved, on the workbench: what they are about, when they were kept, going on or giving up.
import { Button } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { findRegister } from '../../api/definitions.ts';
import { type Draft, useDrafts } from '../../api/drafts.ts';
import { Section, SmallTable } from '../../components/section.tsx';
import { momentOf, useLanguage } from '../../i18n/format.ts';
import { DiscardDraft } from '../registers/record/draft-offer.tsx';

/** The section; nothing where there is no draft. */
export function DraftsSection() {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const drafts = useDrafts();
  const [discarding, setDiscarding] = useState<Draft | null>(null);
  if (drafts.length === 0) return null;
  return (
    <Section title={t('draft.title')} note={t('draft.note')}>
      <SmallTable>
        <thead>
          <tr>
            <th>{t('draft.savedAt')}</th>
            <th>{t('imports.register')}</th>
            <th>{t('draft.about')}</th>
            <th>{t('list.rowActions')}</th>
          </tr>
        </thead>
        <tbody>
          {drafts.map((draft) => {
            const register = findRegister(draft.register);
            if (!register) return null;
            const isNew = draft.recordId === null;
            return (
              <tr key={draft.id}>
                <td className="fixed">{momentOf(draft.savedAtMs)}</td>
                <td className="fixed">{label(register.label)}</td>
                <td>
                  {isNew
                    ? t('list.new', { noun: label(register.noun) })
                    : [draft.number, draft.title].filter(Boolean).join(' ')}
                </td>
                <td className="fixed">
                  <span style={{ display: 'inline-flex', gap: 8 }}>
                    <Button
                      size="tiny"
                      component={Link}
                      to={`/r/${draft.register}/${isNew ? 'new' : draft.recordId}?draft=${draft.id}`}
                    >
                      {t('draft.continue')}
                    </Button>
                    <Button size="tiny" variant="text" onClick={() => setDiscarding(draft)}>
                      {t('draft.discard')}
                    </Button>
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </SmallTable>
      {discarding === null ? null : <DiscardDraft draft={discarding} onClose={() => setDiscarding(null)} />}
    </Section>
  );
}
