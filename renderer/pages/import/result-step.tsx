// Step 5: what was done, and what to do next: look, take it back, keep what stayed out, go on.
import { Button } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ImportSummary } from '../../../shared/contract/routes/import.ts';
import type { RegisterDefinition } from '../../../shared/registers/definition.ts';
import { ledgerRegisters } from '../../api/definitions.ts';
import { type ResultOf, runJob } from '../../api/jobs.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/section.tsx';
import { countText, useLanguage } from '../../i18n/format.ts';
import { openRows } from './import-words.ts';

const Actions = styled('ul')({
  '& li': { display: 'flex', alignItems: 'center', gap: 16, minHeight: 40, borderBottom: '1px solid var(--row-line)' },
  '& li:last-of-type': { borderBottom: 0 },
  '& .act': { minWidth: 248, flex: 'none', display: 'flex' },
  '& .what': { fontSize: 12, lineHeight: '16px', color: 'var(--text-2)' },
});

interface ResultStepProps {
  register: RegisterDefinition;
  summary: ImportSummary;
  result: ResultOf<'import.commit'>;
  /** Set once the import was taken back. */
  undone: ResultOf<'import.undo'> | null;
  onUndone: (undone: ResultOf<'import.undo'>) => void;
  onSaveRest: () => void;
  onAgain: () => void;
}

export function ResultStep(props: ResultStepProps) {
  const { register, summary, result, undone, onUndone } = props;
  const { t } = useTranslation();
  const { label } = useLanguage();
  const [isAsking, setAsking] = useState(false);
  const rest = openRows(summary.counts);
  const name = label(register.label);
  return (
    <>
      <h2>{t('import.result.title', { file: summary.fileName })}</h2>
      <div role="status">
        {undone === null ? (
          <Notice tone="jade">
            <p>
              {t('import.result.counts', {
                created: countText(result.created),
                updated: countText(result.updated),
                unchanged: countText(result.unchanged),
              })}
            </p>
            {result.departmentsCreated > 0 ? (
              <p>{t('import.result.departments', { count: countText(result.departmentsCreated) })}</p>
            ) : null}
          </Notice>
        ) : (
          <Notice>
            {t('import.result.undone', { voided: countText(undone.voided), restored: countText(undone.restored) })}
          </Notice>
        )}
      </div>
      {rest > 0 ? <Notice tone="amber">{t('import.result.rest', { count: countText(rest) })}</Notice> : null}
      <Section title={t('import.result.next')}>
        <Actions>
          {rest > 0 ? (
            <li>
              <span className="act">
                <Button size="medium" onClick={props.onSaveRest}>
                  {t('import.bar.save')}
                </Button>
              </span>
              <span className="what">{t('import.result.restWhat')}</span>
            </li>
          ) : null}
          {undone === null ? (
            <li>
              <span className="act">
                <Button size="medium" onClick={() => setAsking(true)}>
                  {t('import.result.undo')}
                </Button>
              </span>
              <span className="what">
                {t('import.result.undoWhat')}
                <br />
                {t('import.result.whole')}
              </span>
            </li>
          ) : null}
          <li>
            <span className="act">
              <Button size="medium" onClick={props.onAgain}>
                {t('import.result.again', { register: name })}
              </Button>
            </span>
            <span className="what">{t('import.result.againWhat')}</span>
          </li>
          <li>
            {ledgerRegisters
              .filter((other) => other.key !== register.key)
              .map((other) => (
                <LinkButton key={other.key} component={Link} to={`/import/${other.key}`}>
                  {t('import.result.other', { register: label(other.label) })}
                </LinkButton>
              ))}
          </li>
        </Actions>
      </Section>
      {isAsking ? (
        <ConfirmDialog
          title={t('imports.undoTitle', { file: summary.fileName })}
          sentences={[
            t('imports.undoSentence', {
              created: countText(result.created + result.departmentsCreated),
              updated: countText(result.updated),
            }),
            t('imports.undoLimit'),
          ]}
          confirm={t('imports.undo')}
          danger
          onCancel={() => setAsking(false)}
          onConfirm={async () => {
            onUndone(await runJob('import.undo', { batchId: result.batch }));
            setAsking(false);
          }}
        />
      ) : null}
    </>
  );
}
