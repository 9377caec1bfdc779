// Starting a procedure over the records chosen in a list: what is asked for, on screen or for signing on paper.
import { Button, Checkbox, FormControlLabel } from '@mui/material';
import { styled } from '@mui/material/styles';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useParams } from 'react-router';
import type { RouteInput } from '../../../shared/contract/contract.ts';
import type { ProcedureTemplate } from '../../../shared/procedures/template.ts';
import { procedureTemplates } from '../../../shared/procedures/templates.ts';
import { readDate } from '../../../shared/values/date.ts';
import { asCallError } from '../../api/client.ts';
import { registerOf } from '../../api/definitions.ts';
import { printDocument } from '../../api/documents.ts';
import { useCommand } from '../../api/queries.ts';
import { usePlace } from '../../app/crumbs.tsx';
import { PageNotFound } from '../../app/page-not-found.tsx';
import { useRights } from '../../app/session.tsx';
import { useToast } from '../../app/toasts.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { FieldInput } from '../../components/field-input.tsx';
import { type FormValue, parseField } from '../../components/field-parse.ts';
import { FormField, SelectInput, TextArea, TextInput } from '../../components/form-field.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { PersonPicker } from '../../components/record-picker.tsx';
import { Section } from '../../components/section.tsx';
import { countText, today, useLanguage } from '../../i18n/format.ts';
import { ChosenRecords } from './chosen-records.tsx';
import { GradingAssistant } from './grading-assistant.tsx';
import { type ChosenRecord, itemField } from './procedure-words.ts';

const Form = styled('form')({
  height: '100%',
  display: 'flex',
  flexDirection: 'column',
  minHeight: 0,
  '& .body': { flex: 1, minHeight: 0, overflowY: 'auto', padding: '0 24px 24px' },
  '& .grid': {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(240px, 1fr))',
    gap: '12px 16px',
    padding: '4px 0 8px',
    maxWidth: 960,
  },
  '& .wide': { gridColumn: '1 / -1' },
  '& .checks': { display: 'flex', flexDirection: 'column' },
});

type StartInput = RouteInput<'procedure.start'>;

/** What the page is told by whoever leads to it. */
export interface StartState {
  records: ChosenRecord[];
  subject?: { id: string; title: string };
}

/** The page of the template named in the address. */
export function StartProcedurePage() {
  const { template: key = '' } = useParams();
  const template = procedureTemplates.find((candidate) => candidate.key === key);
  const state = useLocation().state as StartState | null;
  if (!template || (template.register === 'secret' && !state?.records.length)) return <PageNotFound />;
  return <StartForm key={key} template={template} state={state ?? { records: [] }} />;
}

function StartForm({ template, state }: { template: ProcedureTemplate; state: StartState }) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const navigate = useNavigate();
  const toast = useToast();
  const start = useCommand('procedure.start');
  const rights = useRights();
  const ids = { request: useId(), reason: useId(), proposer: useId(), day: useId(), mode: useId() };
  const isGrading = template.requests.includes('grade');
  const isReview = template.key === 'yearlyReview';
  const asksWhat = template.key === 'levelChange';
  const [records, setRecords] = useState<readonly ChosenRecord[]>(state.records);
  const [request, setRequest] = useState<'change' | 'extend' | 'release'>('change');
  const [values, setValues] = useState<Record<string, FormValue>>({});
  const [onlyEmpty, setOnlyEmpty] = useState(true);
  const [isAssisting, setAssisting] = useState(false);
  const [assessment, setAssessment] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [expertAsked, setExpertAsked] = useState(false);
  const [declared, setDeclared] = useState(false);
  const [mode, setMode] = useState<'screen' | 'paper'>('screen');
  const [proposer, setProposer] = useState<{ name: string; personId: string | null }>({ name: '', personId: null });
  const [startedOn, setStartedOn] = useState(today());
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState<unknown>(null);
  const shown =
    isGrading || (asksWhat && request === 'change')
      ? ['Level', 'Term', 'Scope']
      : asksWhat && request === 'extend'
        ? ['Term']
        : [];
  usePlace([
    { text: t('area.secrets'), to: '/r/secret' },
    { text: label(registerOf('procedure').label), to: '/r/procedure' },
    { text: label(template.start) },
  ]);

  /** For whoever signs before it is entered: the form this procedure will print, with nothing in it. */
  function printBlank(): void {
    setFailure(null);
    const document = { kind: 'blankForm', template: template.key, list: records.length > 1 } as const;
    const name = t('paper.blankName', { form: label(template.label) });
    void printDocument(document, `${name}.pdf`, t('file.pdf')).catch((error: unknown) => {
      const refused = asCallError(error);
      if (refused.code !== 'cancelled') setFailure(refused);
    });
  }

  /** What is proposed in common; problems are shown on their field. */
  function readCommon(): { level?: string; term?: string; scope?: string } | null {
    const found: Record<string, string> = {};
    const wrong: Record<string, string> = {};
    for (const key of shown) {
      const parsed = parseField(itemField(`proposed${key}`), values[key] ?? '');
      if (!parsed.ok) wrong[key] = t(`valueErrors.${parsed.code}`, parsed.params);
      else if (typeof parsed.value === 'string') found[key.toLowerCase()] = parsed.value;
    }
    const day = readDate(startedOn);
    if (mode === 'paper' && (!day.ok || day.value.length < 10)) wrong.day = t('asOf.dayNeeded');
    if (mode === 'paper' && proposer.name.trim() === '')
      wrong.proposer = t('valueErrors.required', { field: t('procedure.proposer') });
    setProblems(wrong);
    return Object.keys(wrong).length === 0 ? found : null;
  }

  function inputFor(
    chosen: readonly ChosenRecord[],
    common: { level?: string; term?: string; scope?: string },
  ): StartInput {
    const own = (record: ChosenRecord, key: 'level' | 'term' | 'scope') => {
      const value = record.values[key];
      return isGrading && onlyEmpty && typeof value === 'string' && value !== '' ? { [key]: value } : {};
    };
    return {
      template: template.key,
      reason,
      items: chosen.map((record) => ({
        record: record.id,
        ...own(record, 'level'),
        ...own(record, 'term'),
        ...own(record, 'scope'),
      })),
      common: { ...common, ...(asksWhat ? { request } : {}), ...(assessment === null ? {} : { assessment }) },
      subject: state.subject?.id ?? null,
      ...(state.subject ? { title: state.subject.title } : {}),
      year: isReview ? Number(today().slice(0, 4)) : null,
      expertAsked,
      stateSecretDeclared: declared,
      mode,
      proposer: mode === 'paper' ? { name: proposer.name.trim(), personId: proposer.personId } : null,
      startedOn: mode === 'paper' ? startedOn : null,
    };
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setFailure(null);
    const common = readCommon();
    if (!common) return;
    try {
      // A review is one list per department: every department signs its own.
      const lists = isReview
        ? [...Map.groupBy(records, (record) => record.values.department ?? null).values()]
        : [records];
      let last = '';
      for (const list of lists) {
        last = (await start.mutateAsync(inputFor(list, common))).id;
        // Where a later list is refused, what was started is off the page, so that trying again starts only the rest.
        if (lists.length > 1) setRecords((left) => left.filter((record) => !list.includes(record)));
      }
      toast(t('procedure.started', { count: lists.length, name: label(template.label) }));
      void navigate(lists.length === 1 ? `/r/procedure/${last}` : '/r/procedure', { replace: true });
    } catch (error) {
      setFailure(error);
    }
  }

  return (
    <Form noValidate onSubmit={(event) => void submit(event)}>
      <PageTitle
        title={label(template.start)}
        note={
          records.length > 0
            ? t('procedure.over', { count: records.length, shown: countText(records.length) })
            : state.subject?.title
        }
      >
        {rights.print ? <Button onClick={printBlank}>{t('paper.blankForm')}</Button> : null}
        <Button onClick={() => void navigate(-1)}>{t('action.cancel')}</Button>
        <Button type="submit" variant="contained" disabled={start.isPending || (isGrading && !declared)}>
          {label(template.start)}
        </Button>
      </PageTitle>
      <div className="body">
        {failure === null ? null : <ErrorPanel error={failure} />}
        {shown.length === 0 && !asksWhat ? null : (
          <Section
            title={t('procedure.asked')}
            note={isGrading ? t('procedure.askedNote') : null}
            actions={
              isGrading ? (
                <Button size="tiny" onClick={() => setAssisting(true)}>
                  {t('assistant.command')}
                </Button>
              ) : null
            }
          >
            <div className="grid">
              {asksWhat ? (
                <FormField id={ids.request} label={t('procedure.requestLabel')} required>
                  <SelectInput
                    id={ids.request}
                    value={request}
                    onChange={(event) => setRequest(event.target.value as 'change')}
                  >
                    {(['change', 'extend', 'release'] as const).map((one) => (
                      <option key={one} value={one}>
                        {t(`procedure.request.${one}`)}
                      </option>
                    ))}
                  </SelectInput>
                </FormField>
              ) : null}
              {shown.map((key) => (
                <FieldInput
                  key={key}
                  field={itemField(`proposed${key}`)}
                  value={values[key] ?? ''}
                  isRequired={false}
                  error={problems[key]}
                  onBlur={() => {}}
                  onChange={(value) => setValues((known) => ({ ...known, [key]: value }))}
                />
              ))}
            </div>
            {isGrading ? (
              <FormControlLabel
                control={<Checkbox checked={onlyEmpty} onChange={(event) => setOnlyEmpty(event.target.checked)} />}
                label={t('procedure.onlyEmpty')}
              />
            ) : null}
          </Section>
        )}
        <Section title={t('procedure.grounds')}>
          <div className="grid">
            <FormField id={ids.reason} label={t('procedure.reason')} sx={{ gridColumn: '1 / -1' }}>
              <TextArea
                id={ids.reason}
                rows={2}
                maxLength={20_000}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            </FormField>
            <div className="checks wide">
              {isGrading ? (
                <FormControlLabel
                  control={<Checkbox checked={declared} onChange={(event) => setDeclared(event.target.checked)} />}
                  label={t('procedure.declare')}
                />
              ) : null}
              {template.steps.some(({ when }) => when !== undefined && 'asked' in when) ? (
                <FormControlLabel
                  control={
                    <Checkbox checked={expertAsked} onChange={(event) => setExpertAsked(event.target.checked)} />
                  }
                  label={t('procedure.askExpert')}
                />
              ) : null}
            </div>
          </div>
        </Section>
        <Section title={t('procedure.how')}>
          <div className="grid">
            <FormField id={ids.mode} label={t('procedure.mode')}>
              <SelectInput id={ids.mode} value={mode} onChange={(event) => setMode(event.target.value as 'paper')}>
                <option value="screen">{t('procedure.modeScreen')}</option>
                <option value="paper">{t('procedure.modePaper')}</option>
              </SelectInput>
            </FormField>
            {mode === 'paper' ? (
              <>
                <FormField id={ids.proposer} label={t('procedure.proposer')} required error={problems.proposer}>
                  <PersonPicker
                    id={ids.proposer}
                    register={registerOf('person')}
                    name={proposer.name}
                    personId={proposer.personId}
                    onChange={(name, personId) => setProposer({ name, personId })}
                  />
                </FormField>
                <FormField id={ids.day} label={t('procedure.startedOn')} required error={problems.day}>
                  <TextInput id={ids.day} value={startedOn} onChange={(event) => setStartedOn(event.target.value)} />
                </FormField>
              </>
            ) : null}
          </div>
        </Section>
        {records.length === 0 ? null : (
          <Section title={t('procedure.chosen')} note={countText(records.length)}>
            <ChosenRecords
              records={records}
              onRemove={(id) => setRecords(records.filter((record) => record.id !== id))}
            />
          </Section>
        )}
      </div>
      {isAssisting ? (
        <GradingAssistant
          onClose={() => setAssisting(false)}
          onTake={(level, scores) => {
            setValues((known) => ({ ...known, Level: level }));
            setAssessment(scores);
            setAssisting(false);
          }}
        />
      ) : null}
    </Form>
  );
}
