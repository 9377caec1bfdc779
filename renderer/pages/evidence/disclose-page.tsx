// A disclosure for a bundle handed over earlier: choose records and the withheld fields to show, then sign the file.
import { Button, Checkbox, FormControlLabel } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useDeferredValue, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { PathToken } from '../../../shared/contract/bridge.ts';
import type { RegisterDefinition } from '../../../shared/registers/definition.ts';
import { asCallError, bridge } from '../../api/client.ts';
import { ledgerRegisters, registerOf } from '../../api/definitions.ts';
import { type ResultOf, runJob } from '../../api/jobs.ts';
import { useRead } from '../../api/queries.ts';
import { usePlace } from '../../app/crumbs.tsx';
import { useSession } from '../../app/session.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { FormField, SelectInput, TextInput } from '../../components/form-field.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Section, SmallTable } from '../../components/section.tsx';
import { countText, useLanguage } from '../../i18n/format.ts';
import { useMayIssue } from './rights.ts';

const Frame = styled('div')({
  height: '100%',
  display: 'flex',
  flexDirection: 'column',
  minHeight: 0,
  '& .body': { flex: 1, minHeight: 0, overflowY: 'auto', padding: '8px 16px 24px' },
  '& .line': { display: 'flex', gap: 16, alignItems: 'flex-end', flexWrap: 'wrap' },
  '& .fields label': { marginRight: 16 },
});

const pageLength = 20;

/** Chosen fields by record: `register/id` → keys. */
type Chosen = ReadonlyMap<string, readonly string[]>;

function fieldWord(register: RegisterDefinition, key: string, label: (words: { zh: string; en: string }) => string) {
  const field = register.fields.find((candidate) => candidate.key === key || `${candidate.key}Id` === key);
  return field ? label(field.label) : null;
}

export function DisclosePage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const mayIssue = useMayIssue();
  usePlace([{ text: t('area.evidence'), to: '/evidence' }, { text: t('evidence.disclose.menu') }]);
  const found = useRead('register.get', { register: 'bundle', id, asOf: null });
  if (!mayIssue) return <EmptyState sentence={t('evidence.noRight')} />;
  if (found.error) return <ErrorPanel error={found.error} />;
  if (!found.data) return <div aria-busy="true" />;
  return <Disclose bundle={id} number={found.data.record.number ?? ''} values={found.data.record.values} />;
}

function Disclose({ bundle, number, values }: { bundle: string; number: string; values: Record<string, unknown> }) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const { user } = useSession();
  const id = useId();
  const [registerKey, setRegisterKey] = useState('secret');
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<Chosen>(new Map());
  const [recipient, setRecipient] = useState(String(values.recipient ?? ''));
  const [purpose, setPurpose] = useState('');
  const [password, setPassword] = useState('');
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const [done, setDone] = useState<{ result: ResultOf<'bundle.disclose'>; target: PathToken } | null>(null);
  const register = registerOf(registerKey);
  const search = useDeferredValue(text.trim());
  const page = useRead(
    'bundle.withheld',
    { bundle, register: registerKey, search, offset: 0, limit: pageLength },
    { keep: true },
  );
  const fields = [...chosen.values()].reduce((sum, keys) => sum + keys.length, 0);

  function set(record: string, key: string, isWanted: boolean): void {
    const at = `${registerKey}/${record}`;
    const keys = (chosen.get(at) ?? []).filter((known) => known !== key);
    const next = new Map(chosen);
    const kept = isWanted ? [...keys, key] : keys;
    if (kept.length > 0) next.set(at, kept);
    else next.delete(at);
    setChosen(next);
  }

  async function write(): Promise<void> {
    const target = await bridge().chooseSave({
      suggestedName: `${t('evidence.disclose.file')}-${number}.disclosure.json`,
      filters: [{ name: t('evidence.disclose.file'), extensions: ['json'] }],
    });
    if (!target) return;
    setBusy(true);
    setFailure(null);
    try {
      const reveals = [...chosen].map(([at, keys]) => {
        const [place = '', record = ''] = at.split('/');
        return { register: place, record, fields: [...keys] };
      });
      const result = await runJob('bundle.disclose', {
        bundle,
        target: target.token,
        reveals,
        recipient,
        purpose,
        password,
      });
      setDone({ result, target });
      setChosen(new Map());
    } catch (error) {
      setFailure(asCallError(error));
    } finally {
      setPassword('');
      setBusy(false);
    }
  }

  const canWrite = fields > 0 && recipient.trim() !== '' && purpose.trim() !== '' && password !== '' && !isBusy;
  return (
    <Frame>
      <PageTitle title={t('evidence.disclose.title')} note={`${number} ${String(values.fileName ?? '')}`} />
      <div className="body">
        {done === null ? null : (
          <Notice tone="jade">
            <p>{t('evidence.disclose.done', { name: done.result.name, count: countText(done.result.reveals) })}</p>
            <p>
              <Button size="tiny" onClick={() => void bridge().revealPath(done.target.token)}>
                {t('jobs.reveal')}
              </Button>{' '}
              <Button size="tiny" component={Link} to="/evidence">
                {t('evidence.toList')}
              </Button>
            </p>
          </Notice>
        )}
        <Section title={t('evidence.disclose.choose')} note={t('evidence.disclose.chooseNote')}>
          <div className="line">
            <FormField id={`${id}-register`} label={t('evidence.register')} sx={{ width: 200 }}>
              <SelectInput
                id={`${id}-register`}
                value={registerKey}
                onChange={(event) => setRegisterKey(event.target.value)}
              >
                {ledgerRegisters.map(({ key, label: words }) => (
                  <option key={key} value={key}>
                    {label(words)}
                  </option>
                ))}
              </SelectInput>
            </FormField>
            <FormField id={`${id}-search`} label={t('evidence.disclose.search')} sx={{ width: 280 }}>
              <TextInput id={`${id}-search`} value={text} onChange={(event) => setText(event.target.value)} />
            </FormField>
          </div>
          {page.error ? <ErrorPanel error={page.error} /> : null}
          {page.data?.total === 0 ? <p>{t('evidence.disclose.none')}</p> : null}
          {(page.data?.records.length ?? 0) > 0 ? (
            <SmallTable>
              <thead>
                <tr>
                  <th>{label(register.number.label)}</th>
                  <th>{label(register.noun)}</th>
                  <th>{t('evidence.disclose.fields')}</th>
                </tr>
              </thead>
              <tbody>
                {page.data?.records.map((record) => (
                  <tr key={record.id}>
                    <td className="fixed">{record.number ?? '—'}</td>
                    <td>{record.title}</td>
                    <td className="fields">
                      {record.fields.map((key) => (
                        <FormControlLabel
                          key={key}
                          control={
                            <Checkbox
                              checked={chosen.get(`${registerKey}/${record.id}`)?.includes(key) ?? false}
                              onChange={(event) => set(record.id, key, event.target.checked)}
                            />
                          }
                          label={
                            key === '@reason'
                              ? t('record.reason')
                              : key.endsWith('Id') && !register.fields.some((field) => field.key === key)
                                ? t('evidence.disclose.identity', { field: fieldWord(register, key, label) })
                                : fieldWord(register, key, label)
                          }
                        />
                      ))}
                    </td>
                  </tr>
                ))}
              </tbody>
            </SmallTable>
          ) : null}
          {(page.data?.total ?? 0) > pageLength ? (
            <p>{t('evidence.disclose.more', { count: countText(page.data?.total ?? 0) })}</p>
          ) : null}
        </Section>
        <Section title={t('evidence.confirm')} note={t('evidence.disclose.chosen', { count: countText(fields) })}>
          <div className="line">
            <FormField id={`${id}-recipient`} label={t('evidence.recipient')} required sx={{ width: 280 }}>
              <TextInput
                id={`${id}-recipient`}
                value={recipient}
                maxLength={200}
                onChange={(event) => setRecipient(event.target.value)}
              />
            </FormField>
            <FormField id={`${id}-purpose`} label={t('evidence.purpose')} required sx={{ width: 320 }}>
              <TextInput
                id={`${id}-purpose`}
                value={purpose}
                maxLength={500}
                onChange={(event) => setPurpose(event.target.value)}
              />
            </FormField>
            <FormField
              id={`${id}-password`}
              label={t('evidence.password', { name: user.name })}
              required
              sx={{ width: 240 }}
            >
              <TextInput
                id={`${id}-password`}
                type="password"
                autoComplete="off"
                maxLength={1024}
                value={password}
                onChange={(event) => setPassword(event.target.value)}
              />
            </FormField>
            <Button size="medium" variant="contained" disabled={!canWrite} onClick={() => void write()}>
              {t('evidence.disclose.write')}
            </Button>
          </div>
          {failure === null ? null : <ErrorPanel error={failure} />}
          <p>{t('evidence.disclose.what')}</p>
        </Section>
      </div>
    </Frame>
  );
}
