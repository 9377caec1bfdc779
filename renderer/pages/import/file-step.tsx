// Step 1: the file. By dialog or by dropping it; what can be read, where a template is, and what went wrong.
import { Button, LinearProgress } from '@mui/material';
import { styled } from '@mui/material/styles';
import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PathToken } from '../../../shared/contract/bridge.ts';
import type { RegisterDefinition } from '../../../shared/registers/definition.ts';
import { asCallError, bridge } from '../../api/client.ts';
import { useToast } from '../../app/toasts.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { Notice } from '../../components/notice.tsx';
import { errorWords } from '../../i18n/error-words.ts';
import { useLanguage } from '../../i18n/format.ts';
import { useListFiles } from '../registers/list/list-files.ts';

export const spreadsheetExtensions = ['xlsx', 'xlsm', 'xls', 'et', 'ods', 'csv', 'txt'];

const Drop = styled('div')({
  border: '1px dashed var(--control)',
  borderRadius: 2,
  padding: '32px 24px',
  display: 'flex',
  flexDirection: 'column',
  alignItems: 'center',
  gap: 12,
  textAlign: 'center',
  backgroundColor: 'var(--paper)',
  '&[data-over="true"]': { borderColor: 'var(--ink)', borderStyle: 'solid', backgroundColor: 'var(--ink-tint)' },
  '& .line': { display: 'flex', alignItems: 'center', gap: 8, flexWrap: 'wrap', justifyContent: 'center' },
  '& .name': { fontWeight: 600, overflowWrap: 'anywhere' },
  '& .small': { fontSize: 12, lineHeight: '16px', color: 'var(--text-2)' },
  '& .bar': { width: '100%', maxWidth: 360 },
});

interface FileStepProps {
  register: RegisterDefinition;
  /** The file that is open, or being opened. */
  fileName: string | null;
  isReading: boolean;
  failure: unknown;
  onFile: (file: PathToken) => void;
}

export function FileStep({ register, fileName, isReading, failure, onFile }: FileStepProps) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const toast = useToast();
  const files = useListFiles(register);
  const [isOver, setOver] = useState(false);
  const [hasNoPath, setNoPath] = useState(false);

  async function choose(): Promise<void> {
    const filters = [{ name: t('import.file.filter'), extensions: spreadsheetExtensions }];
    const [file] = (await bridge().chooseFiles({ multiple: false, filters })) ?? [];
    if (!file) return;
    setNoPath(false);
    onFile(file);
  }

  async function drop(event: DragEvent): Promise<void> {
    event.preventDefault();
    setOver(false);
    const dropped = event.dataTransfer.files[0];
    if (!dropped || isReading) return;
    const file = await bridge().tokenOfFile(dropped);
    setNoPath(file === null);
    if (file) onFile(file);
  }

  function saveTemplate(): void {
    files.saveTemplate().catch((error: unknown) => {
      const failed = asCallError(error);
      if (failed.code !== 'cancelled') toast(errorWords(t, failed).happened);
    });
  }

  return (
    <>
      <h2>{t('import.file.title', { register: label(register.label) })}</h2>
      <Drop
        data-over={isOver}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => void drop(event)}
      >
        {isReading ? (
          <>
            <p role="status">{t('import.file.reading', { name: fileName ?? '' })}</p>
            <div className="bar">
              <LinearProgress aria-label={t('import.file.reading', { name: fileName ?? '' })} />
            </div>
          </>
        ) : (
          <>
            {fileName !== null && failure === null ? (
              <p className="name">{t('import.file.chosen', { name: fileName })}</p>
            ) : null}
            <div className="line">
              <span>{t('import.file.drop')}</span>
              <Button
                size="medium"
                variant={fileName === null || failure !== null ? 'contained' : 'outlined'}
                onClick={() => void choose()}
              >
                {fileName === null || failure !== null ? t('import.file.choose') : t('import.file.other')}
              </Button>
            </div>
          </>
        )}
        <p className="small">{t('import.file.kinds')}</p>
      </Drop>
      {hasNoPath ? <Notice tone="amber">{t('import.file.noPath')}</Notice> : null}
      {failure === null || isReading ? null : <ErrorPanel error={failure} />}
      <p>
        {t('import.file.template')} <LinkButton onClick={saveTemplate}>{t('import.file.templateLink')}</LinkButton>
      </p>
      <Notice>
        <p>{t('import.file.promise')}</p>
        <p>{t('stateSecret.warning')}</p>
      </Notice>
    </>
  );
}
