// The form of a record, for a new one and for an edited one: fields by section from the definition, a summary of what is
// wrong, a conflict to decide, Ctrl+Enter to save.
import { Button } from '@mui/material';
import { styled } from '@mui/material/styles';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { RecordRow } from '../../../../shared/contract/routes/common.ts';
import type { FieldDefinition, FieldValues, RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { asCallError, call } from '../../../api/client.ts';
import { editableFields, sectionsOf } from '../../../api/definitions.ts';
import { type OpenDraft, useDraftKeeper } from '../../../api/drafts.ts';
import { useCommand, useRead } from '../../../api/queries.ts';
import { useSession } from '../../../app/session.tsx';
import { useToast } from '../../../app/toasts.tsx';
import { UnsavedGuard } from '../../../app/unsaved.tsx';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { FieldInput } from '../../../components/field-input.tsx';
import { FormField, SelectInput, TextInput } from '../../../components/form-field.tsx';
import { Notice } from '../../../components/notice.tsx';
import { Section } from '../../../components/section.tsx';
import { useLanguage } from '../../../i18n/format.ts';
import { type Conflict, ConflictDialog } from './conflict-dialog.tsx';
import { draftOf, rowOfDraft } from './draft-content.ts';
import { DraftState } from './draft-state.tsx';
import { FormProblems } from './form-problems.tsx';
import {
  changeOf,
  conflictsOf,
  type RecordForm as FormData,
  formOf,
  isEmptyChange,
  numberName,
  problemOf,
  type RecordChange,
  statusName,
} from './record-form.ts';
import { HeaderFrame, RecordWords } from './record-header.tsx';
import { RecordBody } from './record-layout.tsx';

const Grid = styled('div')({
  display: 'grid',
  gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 260px), 1fr))',
  gap: '12px 24px',
  padding: '4px 0 12px',
  alignItems: 'start',
});

interface RecordFormProps {
  register: RegisterDefinition;
  /** Null for a new record. */
  row: RecordRow | null;
  /** The one section to edit; null for all. */
  section: string | null;
  /** What was typed before and not saved. */
  draft?: OpenDraft | null;
  /** Shown above the fields until something is typed. */
  offer?: ReactNode;
  onDone: (saved: RecordRow | null) => void;
}

/** The form; `onDone` gets the saved record, or null when nothing was saved. */
export function RecordForm({ register, row: present, section, draft = null, offer, onDone }: RecordFormProps) {
  const { t } = useTranslation();
  // What the form started from. The record may change while it is open; saving must then meet a conflict, not win.
  const [row] = useState(() => (present && draft ? rowOfDraft(present, draft) : present));
  const { language, label } = useLanguage();
  const { scheme } = useSession();
  const toast = useToast();
  const create = useCommand('register.create');
  const update = useCommand('register.update');
  const nextNumber = useRead(
    'register.nextNumber',
    { register: register.key },
    { enabled: row === null, staleTimeMs: 0 },
  );
  const formId = useId();
  const reasonId = useId();
  const [failure, setFailure] = useState<unknown>(null);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const [reason, setReason] = useState(draft?.content.reason ?? '');
  const [names, setNames] = useState<Record<string, string>>({ ...row?.labels, ...draft?.content.names });
  const isSaved = useRef(false);
  const start = useMemo(() => formOf(register, row, { language, scheme, t }), [register, row, language, scheme, t]);
  const { control, handleSubmit, setValue, setError, setFocus, getValues, subscribe, formState } = useForm<FormData>({
    defaultValues: start,
    mode: 'onBlur',
    reValidateMode: 'onChange',
  });
  const sections = sectionsOf(register).filter((key) => section === null || key === section);
  const noun = label(register.noun);
  const { keeper, ...kept } = useDraftKeeper(
    { register: register.key, recordId: row?.id ?? null, version: row?.version ?? null },
    draft,
    () => draftOf(register, row, start, getValues(), { section, names, reason }),
  );
  useEffect(() => {
    const typed = Object.entries(draft?.content.form ?? {});
    for (const [name, value] of typed) setValue(name, value, { shouldDirty: true });
    const [[first] = []] = typed;
    if (first !== undefined) setFocus(first);
  }, [draft, setValue, setFocus]);
  useEffect(() => subscribe({ formState: { values: true }, callback: () => keeper.changed() }), [subscribe, keeper]);

  async function leave(): Promise<void> {
    await keeper.drop().catch(() => undefined);
    onDone(null);
  }

  async function send(change: RecordChange, version: number): Promise<void> {
    setFailure(null);
    try {
      const keptAs = await keeper.settle();
      const given = {
        register: register.key,
        ...change,
        reason: reason.trim() === '' ? null : reason.trim(),
        ...(keptAs === undefined ? {} : { draft: keptAs }),
      };
      const saved =
        row === null
          ? await create.mutateAsync({ ...given, number: change.number ?? null })
          : await update.mutateAsync({ ...given, id: row.id, version });
      isSaved.current = true;
      keeper.finish();
      setConflict(null);
      toast(
        row === null
          ? t('record.created', { number: saved.number ?? '', noun })
          : t('record.saved', { version: saved.version }),
      );
      onDone(saved);
    } catch (error) {
      keeper.changed();
      await explain(error, change);
    }
  }

  async function explain(error: unknown, change: RecordChange): Promise<void> {
    const refused = asCallError(error);
    if (refused.code === 'record_conflict' && row !== null) {
      const { record: theirs } = await call('register.get', { register: register.key, id: row.id });
      setConflict({
        change,
        theirs,
        fields: conflictsOf(register, change.values, row, theirs),
        actor: String(refused.params.actor ?? ''),
        atMs: Number(refused.params.atMs ?? theirs.updatedAtMs),
      });
      return;
    }
    const field =
      refused.code === 'number_taken'
        ? numberName
        : typeof refused.params.field === 'string'
          ? refused.params.field
          : null;
    if (
      field !== null &&
      field in start &&
      ['number_taken', 'value_invalid', 'value_required', 'reference_missing'].includes(refused.code)
    ) {
      setError(field, {
        type: 'core',
        message: String(t(`errors.${refused.code}.happened`, { ...refused.params, field: wordOf(field) })),
      });
      setFocus(field);
      return;
    }
    setFailure(refused);
  }

  function wordOf(name: string): string {
    if (name === numberName) return label(register.number.label);
    if (name === statusName) return t('column.status');
    const field = register.fields.find((candidate) => candidate.key === name);
    return field ? label(field.label) : name;
  }

  const submit = handleSubmit(async (now) => {
    const change = changeOf(register, start, now);
    if (row !== null && isEmptyChange(change)) await leave();
    else await send(change, row?.version ?? 0);
  });

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void submit();
    }
  }

  const input = (field: FieldDefinition) => (
    <Controller
      key={field.key}
      name={field.key}
      control={control}
      rules={{ validate: (value) => problemOf(field, value, field.required ?? false, t, label(field.label)) ?? true }}
      render={({ field: bound, fieldState }) => (
        <Controller
          name={`${field.key}Id`}
          control={control}
          render={({ field: companion }) => (
            <div style={{ display: 'contents' }} ref={(box) => bound.ref(box && { focus: () => focusIn(box) })}>
              <FieldInput
                field={field}
                value={bound.value ?? ''}
                personId={field.kind === 'person' ? ((companion.value as string | null) ?? null) : null}
                referenceName={names[field.key]}
                error={fieldState.error?.message}
                isRequired={field.required ?? false}
                hasSealed={row?.sealed.includes(field.key) ?? false}
                onBlur={bound.onBlur}
                onChange={(value, more) => {
                  bound.onChange(value);
                  if (more?.personId !== undefined) setValue(`${field.key}Id`, more.personId, { shouldDirty: true });
                  if (more?.referenceName !== undefined)
                    setNames((known) => ({ ...known, [field.key]: more.referenceName ?? '' }));
                }}
              />
            </div>
          )}
        />
      )}
    />
  );

  const isBusy = create.isPending || update.isPending;
  return (
    <form
      id={formId}
      noValidate
      onKeyDown={onKeyDown}
      onSubmit={(event) => void submit(event)}
      style={{ height: '100%', display: 'flex', flexDirection: 'column', minHeight: 0 }}
    >
      <UnsavedGuard
        isDirty={formState.isDirty}
        isSaved={isSaved}
        keep={keeper.keep}
        onLeave={() => void keeper.drop().catch(() => undefined)}
      />
      <HeaderFrame>
        {row === null ? (
          <div className="words">
            <div className="first">{t('record.newNote')}</div>
            <div className="second">
              <h1>{t('list.new', { noun })}</h1>
            </div>
          </div>
        ) : (
          <RecordWords register={register} record={row} />
        )}
        {formState.isDirty ? <DraftState {...kept} /> : null}
        <div className="buttons">
          <Button size="medium" onClick={() => (row === null ? onDone(null) : void leave())}>
            {t('action.cancel')}
          </Button>
          <Button size="medium" variant="contained" type="submit" disabled={isBusy} aria-keyshortcuts="Control+Enter">
            {t('record.save')}
          </Button>
        </div>
      </HeaderFrame>
      <RecordBody register={register} rail={null}>
        <FormProblems errors={formState.errors} isShown={formState.submitCount > 0} wordOf={wordOf} onGo={setFocus} />
        {formState.isDirty ? null : offer}
        {failure === null ? null : <ErrorPanel error={failure} />}
        {row !== null && present !== null && present.version > row.version ? (
          <Notice tone="amber">{t('conflict.meanwhile', { version: present.version })}</Notice>
        ) : null}
        {sections.map((key) => (
          <Section key={key} id={key} title={label(register.sections[key] ?? { zh: key, en: key })}>
            <Grid>
              {key === sectionsOf(register)[0] ? (
                <Identity
                  register={register}
                  control={control}
                  nextNumber={nextNumber.data?.number ?? ''}
                  isNew={row === null}
                />
              ) : null}
              {editableFields(register, key).map(input)}
            </Grid>
          </Section>
        ))}
        <Section title={t('record.reasonSection')}>
          <FormField id={reasonId} label={t('record.reason')} help={t('record.reasonHelp')} sx={{ py: 0.5 }}>
            <TextInput
              id={reasonId}
              maxLength={500}
              value={reason}
              onChange={(event) => {
                setReason(event.target.value);
                keeper.changed();
              }}
            />
          </FormField>
        </Section>
      </RecordBody>
      {conflict === null ? null : (
        <ConflictDialog
          register={register}
          conflict={conflict}
          names={names}
          isBusy={isBusy}
          onCancel={() => setConflict(null)}
          onSave={(values: FieldValues) => void send({ ...conflict.change, values }, conflict.theirs.version)}
        />
      )}
    </form>
  );
}

/** Puts the cursor into a field of any kind: jumps and the first error look for it by name. */
function focusIn(box: HTMLElement): void {
  const choices = ['textarea:enabled', 'input:checked', 'input:enabled, select:enabled'];
  const control = choices.map((selector) => box.querySelector<HTMLElement>(selector)).find((found) => found !== null);
  control?.focus();
}

type FormControl = ReturnType<typeof useForm<FormData>>['control'];

/** Number and status: what every record has besides its fields. */
function Identity({
  register,
  control,
  nextNumber,
  isNew,
}: {
  register: RegisterDefinition;
  control: FormControl;
  nextNumber: string;
  isNew: boolean;
}) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const id = useId();
  return (
    <>
      {register.madeByProgram === true ? null : (
        <Controller
          name={numberName}
          control={control}
          render={({ field, fieldState }) => (
            <FormField
              id={`${id}-number`}
              label={label(register.number.label)}
              error={fieldState.error?.message}
              help={isNew ? t('record.numberHelp') : undefined}
            >
              <TextInput
                id={`${id}-number`}
                {...field}
                value={String(field.value ?? '')}
                placeholder={isNew ? nextNumber : ''}
                maxLength={80}
                aria-invalid={fieldState.invalid}
              />
            </FormField>
          )}
        />
      )}
      <Controller
        name={statusName}
        control={control}
        render={({ field }) => (
          <FormField id={`${id}-status`} label={t('column.status')}>
            <SelectInput id={`${id}-status`} {...field} value={String(field.value ?? '')}>
              {register.statuses.map((status) => (
                <option key={status.code} value={status.code}>
                  {label(status.label)}
                </option>
              ))}
            </SelectInput>
          </FormField>
        )}
      />
    </>
  );
}
