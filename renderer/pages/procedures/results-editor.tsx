// Results of a list as they stand on paper: one for every row, then exceptions by row range.
import { Button } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteInput } from '../../../shared/contract/contract.ts';
import { useSession } from '../../app/session.tsx';
import { parseField } from '../../components/field-parse.ts';
import { FormField, SelectInput, TextInput } from '../../components/form-field.tsx';
import { useLanguage } from '../../i18n/format.ts';
import { itemField } from './procedure-words.ts';

type Results = NonNullable<RouteInput<'procedure.take'>['steps'][number]['results']>;
type Outcome = Results['rest']['outcome'];
type Request = NonNullable<Results['rest']['request']>;

/** One line of exceptions as typed. */
export interface TypedException {
  key: number;
  from: string;
  to: string;
  outcome: Outcome;
  request: Request;
  level: string;
  term: string;
  scope: string;
  note: string;
}

export interface TypedResults {
  rest: Outcome;
  restRequest: Request;
  exceptions: readonly TypedException[];
}

export const plainResults: TypedResults = { rest: 'agreed', restRequest: 'keep', exceptions: [] };

/** The results as the core takes them; null where a row number or a term cannot be read. */
export function readResults(typed: TypedResults, isReview: boolean): Results | null {
  const exceptions: NonNullable<Results['exceptions']> = [];
  for (const { from, to, outcome, request, level, term, scope, note } of typed.exceptions) {
    const [first, last] = [Number(from), Number(to === '' ? from : to)];
    const end = parseField(itemField('decidedTerm'), term);
    if (!Number.isInteger(first) || !Number.isInteger(last) || first < 1 || last < first || !end.ok) return null;
    exceptions.push({
      from: first,
      to: last,
      outcome: isReview ? 'agreed' : outcome,
      ...(isReview ? { request } : {}),
      ...(level === '' ? {} : { level }),
      ...(end.value === null ? {} : { term: String(end.value) }),
      ...(scope.trim() === '' ? {} : { scope: scope.trim() }),
      ...(note === '' ? {} : { note }),
    });
  }
  return {
    rest: isReview ? { outcome: 'agreed', request: typed.restRequest } : { outcome: typed.rest },
    exceptions,
  };
}

const Exceptions = styled('div')({
  display: 'grid',
  gridTemplateColumns:
    '56px 56px minmax(104px, max-content) minmax(112px, max-content) minmax(72px, 1fr) minmax(80px, 1.2fr) minmax(80px, 1.2fr) max-content',
  gap: '4px 8px',
  alignItems: 'center',
  marginTop: 8,
  fontSize: 12,
  '& .head': { color: 'var(--text-2)', lineHeight: '16px' },
});

const outcomes: readonly Outcome[] = ['agreed', 'adjusted', 'refused'];
const requests: readonly Request[] = ['keep', 'change', 'extend', 'release'];

interface ResultsEditorProps {
  typed: TypedResults;
  /** A yearly review asks what is to become of each record, not whether it is agreed. */
  isReview: boolean;
  rows: number;
  onChange: (typed: TypedResults) => void;
}

/** The editor of results. */
export function ResultsEditor({ typed, isReview, rows, onChange }: ResultsEditorProps) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const { scheme } = useSession();
  const id = useId();
  const change = (key: number, part: Partial<TypedException>) =>
    onChange({
      ...typed,
      exceptions: typed.exceptions.map((line) => (line.key === key ? { ...line, ...part } : line)),
    });
  const add = () =>
    onChange({
      ...typed,
      exceptions: [
        ...typed.exceptions,
        {
          key: (typed.exceptions.at(-1)?.key ?? 0) + 1,
          from: '',
          to: '',
          outcome: 'refused',
          request: 'change',
          level: '',
          term: '',
          scope: '',
          note: '',
        },
      ],
    });
  return (
    <div>
      <FormField id={id} label={t('procedure.results.rest', { count: rows })} sx={{ maxWidth: 280 }}>
        {isReview ? (
          <SelectInput
            id={id}
            data-size="small"
            value={typed.restRequest}
            onChange={(event) => onChange({ ...typed, restRequest: event.target.value as Request })}
          >
            <option value="keep">{t('procedure.request.keep')}</option>
            <option value="release">{t('procedure.request.release')}</option>
          </SelectInput>
        ) : (
          <SelectInput
            id={id}
            data-size="small"
            value={typed.rest}
            onChange={(event) => onChange({ ...typed, rest: event.target.value as Outcome })}
          >
            <option value="agreed">{t('procedure.result.agreed')}</option>
            <option value="refused">{t('procedure.result.refused')}</option>
          </SelectInput>
        )}
      </FormField>
      {typed.exceptions.length === 0 ? null : (
        <Exceptions>
          {['from', 'to', 'outcome', 'level', 'term', 'scope', 'note'].map((key) => (
            <span className="head" key={key}>
              {t(`procedure.results.${key}`)}
            </span>
          ))}
          <span />
          {typed.exceptions.map((line) => (
            <ExceptionLine
              key={line.key}
              line={line}
              isReview={isReview}
              grades={(scheme?.grades ?? []).map((grade) => [grade.code, label(grade.label)] as const)}
              onChange={(part) => change(line.key, part)}
              onRemove={() =>
                onChange({ ...typed, exceptions: typed.exceptions.filter(({ key }) => key !== line.key) })
              }
            />
          ))}
        </Exceptions>
      )}
      <Button size="tiny" sx={{ mt: 1 }} onClick={add}>
        {t('procedure.results.add')}
      </Button>
    </div>
  );
}

function ExceptionLine(props: {
  line: TypedException;
  isReview: boolean;
  grades: readonly (readonly [string, string])[];
  onChange: (part: Partial<TypedException>) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  const { line, isReview, onChange } = props;
  const text = (key: 'from' | 'to' | 'term' | 'scope' | 'note') => (
    <TextInput
      data-size="small"
      aria-label={t(`procedure.results.${key}`)}
      inputMode={key === 'from' || key === 'to' ? 'numeric' : 'text'}
      value={line[key]}
      onChange={(event) => onChange({ [key]: event.target.value })}
    />
  );
  return (
    <>
      {text('from')}
      {text('to')}
      {isReview ? (
        <SelectInput
          data-size="small"
          aria-label={t('procedure.results.outcome')}
          value={line.request}
          onChange={(event) => onChange({ request: event.target.value as Request })}
        >
          {requests.map((request) => (
            <option key={request} value={request}>
              {t(`procedure.request.${request}`)}
            </option>
          ))}
        </SelectInput>
      ) : (
        <SelectInput
          data-size="small"
          aria-label={t('procedure.results.outcome')}
          value={line.outcome}
          onChange={(event) => onChange({ outcome: event.target.value as Outcome })}
        >
          {outcomes.map((outcome) => (
            <option key={outcome} value={outcome}>
              {t(`procedure.result.${outcome}`)}
            </option>
          ))}
        </SelectInput>
      )}
      <SelectInput
        data-size="small"
        aria-label={t('procedure.results.level')}
        value={line.level}
        onChange={(event) => onChange({ level: event.target.value })}
      >
        <option value="">{t('procedure.results.asProposed')}</option>
        {props.grades.map(([code, word]) => (
          <option key={code} value={code}>
            {word}
          </option>
        ))}
      </SelectInput>
      {text('term')}
      {text('scope')}
      {text('note')}
      <Button size="tiny" variant="text" onClick={props.onRemove}>
        {t('procedure.results.remove')}
      </Button>
    </>
  );
}
