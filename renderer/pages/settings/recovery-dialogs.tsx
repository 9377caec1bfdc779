// Making recovery shares, showing them once, and rehearsing with them. Words of shares live in these dialogs only.
import { Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteOutput } from '../../../shared/contract/contract.ts';
import { bridge, call } from '../../api/client.ts';
import { runJob } from '../../api/jobs.ts';
import { useCommand } from '../../api/queries.ts';
import { useToast } from '../../app/toasts.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FormField, SelectInput, TextArea, TextInput } from '../../components/form-field.tsx';
import { SmallTable } from '../../components/section.tsx';
import { today, useLanguage } from '../../i18n/format.ts';
import { shortSetOf } from './recovery-words.ts';

type Shown = RouteOutput<'recovery.take'>;

const counts = [2, 3, 4, 5, 6, 7, 8, 9];
const wordsInRow = 7;

/** How many, who keeps them, in which words, on paper or not; then the shares, once. */
export function MakeSharesDialog({ hasSet, onClose }: { hasSet: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const { language: spoken } = useLanguage();
  const id = useId();
  const toast = useToast();
  const [total, setTotal] = useState(3);
  const [threshold, setThreshold] = useState(2);
  const [names, setNames] = useState<string[]>([]);
  const [language, setLanguage] = useState<'zh' | 'en'>(spoken);
  const [isPrinted, setPrinted] = useState(true);
  const [password, setPassword] = useState('');
  const [shown, setShown] = useState<Shown | null>(null);
  const holders = Array.from({ length: total }, (_, index) => names[index] ?? '');
  if (shown !== null)
    return (
      <SharesDialog
        shown={shown}
        onClose={() => {
          toast(t('recovery.made', { set: shortSetOf(shown.set) }));
          onClose();
        }}
      />
    );
  return (
    <ConfirmDialog
      title={t('recovery.makeTitle')}
      sentences={[t('recovery.makeWhat'), ...(hasSet ? [t('recovery.makeVoid')] : [])]}
      confirm={t('recovery.makeConfirm')}
      danger={hasSet}
      isReady={password !== '' && holders.every((name) => name.trim() !== '')}
      onCancel={onClose}
      onConfirm={async () => {
        const file = isPrinted
          ? await bridge().chooseSave({
              suggestedName: t('recovery.fileName', { date: today() }),
              filters: [{ name: 'PDF', extensions: ['pdf'] }],
            })
          : null;
        if (isPrinted && file === null) return false;
        const { take } = await runJob('recovery.make', {
          threshold,
          holders,
          language,
          target: file?.token ?? null,
          password,
        });
        setPassword('');
        setShown(await call('recovery.take', { token: take }));
        return undefined;
      }}
    >
      <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr 1fr', gap: '0 16px' }}>
        <FormField id={`${id}-total`} label={t('recovery.total')} sx={{ mt: 1.5 }}>
          <SelectInput
            id={`${id}-total`}
            value={total}
            onChange={(event) => {
              setTotal(Number(event.target.value));
              setThreshold(Math.min(threshold, Number(event.target.value)));
            }}
          >
            {counts.map((count) => (
              <option key={count} value={count}>
                {t('recovery.share', { count })}
              </option>
            ))}
          </SelectInput>
        </FormField>
        <FormField id={`${id}-threshold`} label={t('recovery.threshold')} sx={{ mt: 1.5 }}>
          <SelectInput
            id={`${id}-threshold`}
            value={threshold}
            onChange={(event) => setThreshold(Number(event.target.value))}
          >
            {counts
              .filter((count) => count <= total)
              .map((count) => (
                <option key={count} value={count}>
                  {t('recovery.share', { count })}
                </option>
              ))}
          </SelectInput>
        </FormField>
        <FormField id={`${id}-language`} label={t('recovery.language')} sx={{ mt: 1.5 }}>
          <SelectInput
            id={`${id}-language`}
            value={language}
            onChange={(event) => setLanguage(event.target.value === 'en' ? 'en' : 'zh')}
          >
            <option value="zh">{t('recovery.languages.zh')}</option>
            <option value="en">{t('recovery.languages.en')}</option>
          </SelectInput>
        </FormField>
        {holders.map((name, index) => (
          <FormField
            // biome-ignore lint/suspicious/noArrayIndexKey: the number is what a share is known by
            key={index}
            id={`${id}-holder-${index}`}
            label={t('recovery.holderOf', { number: index + 1 })}
            required
            sx={{ mt: 1.5 }}
          >
            <TextInput
              id={`${id}-holder-${index}`}
              maxLength={60}
              value={name}
              onChange={(event) => setNames(holders.with(index, event.target.value))}
            />
          </FormField>
        ))}
      </div>
      <label style={{ display: 'flex', gap: 8, alignItems: 'baseline', marginTop: 12, fontSize: 13 }}>
        <input type="checkbox" checked={isPrinted} onChange={(event) => setPrinted(event.target.checked)} />
        <span>
          {t('recovery.print')}
          <span style={{ color: 'var(--text-2)', fontSize: 12 }}>　{t('recovery.printHelp')}</span>
        </span>
      </label>
      <FormField id={`${id}-password`} label={t('recovery.password')} required sx={{ mt: 1.5 }}>
        <TextInput
          id={`${id}-password`}
          type="password"
          autoComplete="current-password"
          maxLength={1024}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </FormField>
    </ConfirmDialog>
  );
}

/** The words of every share; closing forgets them. Neither Escape nor a click beside it closes it. */
function SharesDialog({ shown, onClose }: { shown: Shown; onClose: () => void }) {
  const { t } = useTranslation();
  const titleId = useId();
  return (
    <Dialog open aria-labelledby={titleId} maxWidth="md" fullWidth>
      <DialogTitle id={titleId}>{t('recovery.shownTitle')}</DialogTitle>
      <DialogContent>
        <p>{t('recovery.shownWhat')}</p>
        {shown.shares.map(({ number, holder, words }) => (
          <section key={number} style={{ marginTop: 16 }}>
            <h3 style={{ fontSize: 13, fontWeight: 600 }}>
              {t('recovery.shownOf', { number, total: shown.shares.length, holder })}
            </h3>
            <SmallTable style={{ tableLayout: 'fixed' }}>
              <tbody>
                {Array.from({ length: Math.ceil(words.length / wordsInRow) }, (_, row) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: words stand in their order
                  <tr key={row}>
                    {words.slice(row * wordsInRow, (row + 1) * wordsInRow).map((word, column) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: words may repeat
                      <td key={column}>
                        <span className="quiet">{row * wordsInRow + column + 1} </span>
                        <span style={{ fontSize: 16 }}>{word}</span>
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </SmallTable>
          </section>
        ))}
        <p style={{ marginTop: 8, fontSize: 12, color: 'var(--text-2)' }}>{t('recovery.shownCheck')}</p>
      </DialogContent>
      <DialogActions>
        <Button size="medium" variant="contained" onClick={onClose}>
          {t('recovery.shownClose')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** Enough shares typed in by their keepers; it is checked that they would recover. */
export function RehearseDialog({ threshold, onClose }: { threshold: number; onClose: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const toast = useToast();
  const rehearse = useCommand('recovery.rehearse');
  const [texts, setTexts] = useState<string[]>(() => Array.from({ length: threshold }, () => ''));
  return (
    <ConfirmDialog
      title={t('recovery.rehearseTitle')}
      sentences={[t('recovery.rehearseWhat', { threshold })]}
      confirm={t('recovery.rehearseConfirm')}
      isReady={texts.every((text) => text.trim() !== '')}
      onCancel={onClose}
      onConfirm={async () => {
        await rehearse.mutateAsync({ shares: texts });
        toast(t('recovery.rehearseDone'));
        onClose();
      }}
    >
      {texts.map((text, index) => (
        <FormField
          // biome-ignore lint/suspicious/noArrayIndexKey: shares are typed in any order
          key={index}
          id={`${id}-${index}`}
          label={t('recovery.shareText', { number: index + 1 })}
          help={index === 0 ? t('recovery.shareHelp') : undefined}
          sx={{ mt: 1.5 }}
        >
          <TextArea
            id={`${id}-${index}`}
            rows={2}
            autoComplete="off"
            spellCheck={false}
            maxLength={2000}
            value={text}
            onChange={(event) => setTexts(texts.with(index, event.target.value))}
          />
        </FormField>
      ))}
    </ConfirmDialog>
  );
}
