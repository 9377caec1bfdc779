// Putting right what came back: grounds, and what is asked, grade, term and scope of the rows chosen, or rows taken off the list. The run itself is
// proposed again with its next step.
import { Button, Checkbox, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteInput } from '../../../shared/contract/contract.ts';
import type { RequestKind } from '../../../shared/procedures/template.ts';
import { templateOf } from '../../../shared/procedures/templates.ts';
import { useCommand, useReread } from '../../api/queries.ts';
import { useSession } from '../../app/session.tsx';
import { useToast } from '../../app/toasts.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { FieldInput } from '../../components/field-input.tsx';
import { type FormValue, parseField } from '../../components/field-parse.ts';
import { fieldText } from '../../components/field-text.ts';
import { FormField, SelectInput, TextArea } from '../../components/form-field.tsx';
import { GradeText } from '../../components/grade-mark.tsx';
import { HiddenText } from '../../components/hidden-text.tsx';
import { SmallTable } from '../../components/section.tsx';
import { countText, useLanguage } from '../../i18n/format.ts';
import { itemField, type ProcedureAnswer } from './procedure-words.ts';

const Rows = styled('div')({ maxHeight: 220, overflowY: 'auto', margin: '12px 0' });
const Fields = styled('div')({ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: '8px 16px' });
const parts = ['Level', 'Term', 'Scope'] as const;

interface AmendDialogProps {
  answer: ProcedureAnswer;
  onClose: () => void;
}

/** The dialog. */
export function AmendDialog({ answer, onClose }: AmendDialogProps) {
  const { t } = useTranslation();
  const { label, language } = useLanguage();
  const { scheme } = useSession();
  const toast = useToast();
  const amend = useCommand('procedure.amend');
  const reread = useReread();
  const [titleId, requestId, levelId, reasonId] = [useId(), useId(), useId(), useId()];
  const { requests } = templateOf(String(answer.procedure.values.template));
  const [request, setRequest] = useState<RequestKind | ''>('');
  // What is released needs no grade, an extension only its term.
  const asked = parts.filter((part) => request !== 'release' && (request !== 'extend' || part === 'Term'));
  const open = answer.items.filter(({ item }) => item.status === 'pending');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(open.length === 1 ? open.map(({ secret }) => secret.id) : []),
  );
  const before = String(answer.procedure.values.reason ?? '');
  const [reason, setReason] = useState(before);
  const [values, setValues] = useState<Record<string, FormValue>>({});
  const [problems, setProblems] = useState<Record<string, string>>({});
  const context = { language, scheme, t };

  /** What is to stand in every chosen row; null where something cannot be read. Fields left empty stay as they are. */
  function readParts(): Record<string, string> | null {
    const found: Record<string, string> = {};
    const wrong: Record<string, string> = {};
    for (const part of asked) {
      const parsed = parseField(itemField(`proposed${part}`), values[part] ?? '');
      if (!parsed.ok) wrong[part] = t(`valueErrors.${parsed.code}`, parsed.params);
      else if (typeof parsed.value === 'string') found[part.toLowerCase()] = parsed.value;
    }
    setProblems(wrong);
    return Object.keys(wrong).length === 0 ? found : null;
  }

  async function send(input: Omit<RouteInput<'procedure.amend'>, 'id'>): Promise<void> {
    await amend.mutateAsync({
      id: answer.procedure.id,
      ...input,
      ...(reason === before ? {} : { reason }),
    });
    toast(t('procedure.amend.done'));
    await reread('procedure.get');
    onClose();
  }

  async function change(): Promise<void> {
    const found = readParts();
    if (!found) return;
    const given = { ...found, ...(request === '' ? {} : { request }) };
    const items = Object.keys(given).length === 0 ? [] : [...chosen].map((record) => ({ record, ...given }));
    await send({ items });
  }

  const hasParts = request !== '' || asked.some((part) => (values[part] ?? '') !== '');
  const all = chosen.size === open.length;
  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} maxWidth="md" fullWidth>
      <DialogTitle id={titleId}>{t('procedure.amend.title', { number: answer.procedure.number ?? '' })}</DialogTitle>
      <DialogContent>
        <p style={{ color: 'var(--text-2)', fontSize: 12 }}>{t('procedure.amend.note')}</p>
        {open.length === 0 ? null : (
          <Rows tabIndex={0} role="group" aria-label={t('procedure.rows')}>
            <SmallTable>
              <thead>
                <tr>
                  <th style={{ width: 32 }}>
                    <Checkbox
                      size="small"
                      checked={all}
                      slotProps={{ input: { 'aria-label': t('procedure.tasks.all') } }}
                      onChange={() => setChosen(new Set(all ? [] : open.map(({ secret }) => secret.id)))}
                    />
                  </th>
                  <th className="number">{t('procedure.row')}</th>
                  <th>{t('procedure.name')}</th>
                  {requests.length > 1 ? <th>{label(itemField('request').label)}</th> : null}
                  <th>{label(itemField('proposedLevel').label)}</th>
                  <th>{label(itemField('proposedTerm').label)}</th>
                  <th>{label(itemField('proposedScope').label)}</th>
                </tr>
              </thead>
              <tbody>
                {open.map(({ item, secret }) => (
                  <tr key={item.id}>
                    <td>
                      <Checkbox
                        size="small"
                        checked={chosen.has(secret.id)}
                        slotProps={{ input: { 'aria-label': String(secret.values.name ?? '') } }}
                        onChange={(event) => {
                          const next = new Set(chosen);
                          if (event.target.checked) next.add(secret.id);
                          else next.delete(secret.id);
                          setChosen(next);
                        }}
                      />
                    </td>
                    <td className="number fixed">{String(item.values.position ?? '')}</td>
                    <td>{String(secret.values.name ?? '')}</td>
                    {requests.length > 1 ? (
                      <td className="fixed">{fieldText(itemField('request'), item, context)}</td>
                    ) : null}
                    <td className="fixed">
                      {typeof item.values.proposedLevel === 'string' ? (
                        <GradeText code={item.values.proposedLevel} scheme={scheme} />
                      ) : (
                        '—'
                      )}
                    </td>
                    <td className="fixed">{fieldText(itemField('proposedTerm'), item, context) || '—'}</td>
                    <td>{fieldText(itemField('proposedScope'), item, context) || '—'}</td>
                  </tr>
                ))}
              </tbody>
            </SmallTable>
            <HiddenText>{countText(chosen.size)}</HiddenText>
          </Rows>
        )}
        <Fields>
          {open.length > 0 && requests.length > 1 ? (
            <FormField id={requestId} label={label(itemField('request').label)}>
              <SelectInput
                id={requestId}
                value={request}
                onChange={(event) => setRequest(event.target.value as RequestKind | '')}
              >
                <option value="">{t('procedure.amend.sameRequest')}</option>
                {requests.map((one) => (
                  <option key={one} value={one}>
                    {t(`procedure.request.${one}`)}
                  </option>
                ))}
              </SelectInput>
            </FormField>
          ) : null}
          {open.length === 0
            ? null
            : asked.map((part) =>
                part === 'Level' ? (
                  <FormField key={part} id={levelId} label={label(itemField('proposedLevel').label)}>
                    <SelectInput
                      id={levelId}
                      value={String(values.Level ?? '')}
                      onChange={(event) => setValues((known) => ({ ...known, Level: event.target.value }))}
                    >
                      <option value="">{t('procedure.results.asProposed')}</option>
                      {(scheme?.grades ?? []).map((grade) => (
                        <option key={grade.code} value={grade.code}>
                          {label(grade.label)}
                        </option>
                      ))}
                    </SelectInput>
                  </FormField>
                ) : (
                  <FieldInput
                    key={part}
                    field={itemField(`proposed${part}`)}
                    value={values[part] ?? ''}
                    isRequired={false}
                    error={problems[part]}
                    onBlur={() => {}}
                    onChange={(value) => setValues((known) => ({ ...known, [part]: value }))}
                  />
                ),
              )}
        </Fields>
        <FormField id={reasonId} label={t('procedure.reason')} sx={{ mt: 1 }}>
          <TextArea
            id={reasonId}
            rows={2}
            maxLength={20_000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </FormField>
        {amend.isError ? <ErrorPanel error={amend.error} /> : null}
      </DialogContent>
      <DialogActions>
        <Button size="medium" onClick={onClose}>
          {t('action.cancel')}
        </Button>
        {open.length < 2 ? null : (
          <Button
            size="medium"
            disabled={amend.isPending || chosen.size === 0 || all}
            onClick={() => void send({ without: [...chosen] }).catch(() => undefined)}
          >
            {t('procedure.amend.remove', { count: chosen.size })}
          </Button>
        )}
        <Button
          size="medium"
          variant="contained"
          disabled={amend.isPending || (hasParts ? chosen.size === 0 : reason === before)}
          onClick={() => void change().catch(() => undefined)}
        >
          {t('procedure.amend.change')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
