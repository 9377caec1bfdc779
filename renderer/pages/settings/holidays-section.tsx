// 节假日表: the years working days are told by, shipped or entered here; an officer enters or changes a year in two lists of dates.
import { Button } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteOutput } from '../../../shared/contract/contract.ts';
import { holidayLines, readHolidayYear } from '../../../shared/holiday-lines.ts';
import { useCommand, useRead } from '../../api/queries.ts';
import { useRights } from '../../app/session.tsx';
import { useToast } from '../../app/toasts.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { describedBy, FormField, TextArea, TextInput } from '../../components/form-field.tsx';
import { Section } from '../../components/section.tsx';
import { today } from '../../i18n/format.ts';

type Year = RouteOutput<'calendar.get'>['years'][number];

const Table = styled('table')({
  borderCollapse: 'collapse',
  width: '100%',
  fontSize: 13,
  marginBottom: 8,
  '& th': { fontWeight: 400, fontSize: 12, color: 'var(--text-2)' },
  '& th, & td': {
    textAlign: 'left',
    verticalAlign: 'top',
    padding: '4px 12px 4px 0',
    borderBottom: '1px solid var(--row-line)',
    lineHeight: '20px',
  },
  '& .act': { textAlign: 'right', paddingRight: 0 },
  '& .source': { display: 'block', fontSize: 12, lineHeight: '16px', color: 'var(--text-2)' },
});

/** A day of a year's list without its year where that goes without saying. */
function shortDay(date: string, year: number): string {
  return date.startsWith(String(year)) ? date.slice(5) : date;
}

/** Dates and ranges, each kept on one line. */
function Dates({ texts }: { texts: readonly string[] }) {
  return texts.map((text) => (
    <span key={text} style={{ display: 'inline-block', marginRight: 12 }}>
      {text}
    </span>
  ));
}

/** The section of the settings. */
export function HolidaysSection() {
  const { t } = useTranslation();
  const rights = useRights();
  const answer = useRead('calendar.get', {});
  /** The year under way; empty while none is typed, null while nothing is entered. */
  const [editing, setEditing] = useState<string | null>(null);
  const years = answer.data?.years ?? [];
  const next = Math.max(Number(today().slice(0, 4)), ...years.map(({ year }) => year + 1));
  return (
    <Section
      id="holidays"
      title={t('holidays.title')}
      note={t('holidays.note')}
      actions={
        rights.settings && editing === null && answer.data ? (
          <>
            <Button size="tiny" onClick={() => setEditing(String(next))}>
              {t('holidays.add', { year: next })}
            </Button>
            <Button size="tiny" onClick={() => setEditing('')}>
              {t('holidays.otherYear')}
            </Button>
          </>
        ) : null
      }
    >
      {answer.isError ? <ErrorPanel error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      <Table>
        <thead>
          <tr>
            <th>{t('holidays.year')}</th>
            <th>{t('holidays.origin')}</th>
            <th>{t('holidays.off')}</th>
            <th>{t('holidays.makeUp')}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {years.map((year) => (
            <tr key={year.year}>
              <td>{year.year}</td>
              <td style={{ whiteSpace: 'nowrap' }}>
                {t(`holidays.origins.${year.origin}`)}
                {year.origin === 'shipped' ? <span className="source">{year.source}</span> : null}
              </td>
              <td>
                <Dates
                  texts={year.off.map(({ from, to }) =>
                    [...new Set([from, to])].map((date) => shortDay(date, year.year)).join('～'),
                  )}
                />
              </td>
              <td>
                <Dates texts={year.makeUp.map((date) => shortDay(date, year.year))} />
              </td>
              <td className="act">
                {rights.settings && editing === null ? (
                  <Button
                    size="tiny"
                    aria-label={t('holidays.editYear', { year: year.year })}
                    onClick={() => setEditing(String(year.year))}
                  >
                    {t('holidays.edit')}
                  </Button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
      {editing === null ? null : <YearForm years={years} first={editing} onClose={() => setEditing(null)} />}
    </Section>
  );
}

function YearForm({ years, first, onClose }: { years: readonly Year[]; first: string; onClose: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const toast = useToast();
  const save = useCommand('calendar.setYear');
  const [yearText, setYearText] = useState(first);
  const year =
    /^\d{4}$/.test(yearText) && Number(yearText) >= 2000 && Number(yearText) <= 2100 ? Number(yearText) : null;
  const known = years.find((entry) => entry.year === year);
  const [typed, setTyped] = useState<{ off: string; makeUp: string } | null>(null);
  const texts = typed ?? (known ? holidayLines(known) : { off: '', makeUp: '' });
  const reading = year === null ? null : readHolidayYear(year, texts);
  const errorOf = (field: 'off' | 'makeUp') => {
    // An empty form is not yet wrong.
    if (typed === null || reading === null || reading.ok || reading.field !== field) return undefined;
    const { code, line, text } = reading.fault;
    const fault = t(`holidays.fault.${code}`);
    return line === null ? fault : t('holidays.line', { line, text, fault });
  };

  function send(days: { off: string; makeUp: string } | null): void {
    if (year === null) return;
    save.mutate(
      { year, days },
      {
        onSuccess: ({ deadlines }) => {
          toast(deadlines === 0 ? t('holidays.saved') : t('holidays.savedMoved', { count: deadlines }));
          onClose();
        },
      },
    );
  }

  const shownYear = year ?? Number(today().slice(0, 4));
  const area = (field: 'off' | 'makeUp', help: string) => (
    <FormField id={`${id}-${field}`} label={t(`holidays.${field}`)} help={help} error={errorOf(field)}>
      <TextArea
        id={`${id}-${field}`}
        rows={8}
        maxLength={20_000}
        disabled={year === null}
        aria-invalid={errorOf(field) !== undefined}
        aria-describedby={describedBy(`${id}-${field}`, help, errorOf(field))}
        value={texts[field]}
        onChange={(event) => setTyped({ ...texts, [field]: event.target.value })}
      />
    </FormField>
  );
  return (
    <form
      aria-label={t('holidays.entering', { year: yearText })}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (reading?.ok) send(texts);
      }}
    >
      <FormField id={`${id}-year`} label={t('holidays.year')} help={t('holidays.yearHelp')} sx={{ mb: 1 }}>
        <TextInput
          id={`${id}-year`}
          inputMode="numeric"
          style={{ width: 96 }}
          maxLength={4}
          value={yearText}
          onChange={(event) => setYearText(event.target.value.trim())}
        />
      </FormField>
      <div style={{ display: 'grid', gridTemplateColumns: 'repeat(2, minmax(0, 1fr))', gap: '12px 24px' }}>
        {area('off', t('holidays.offHelp', { year: shownYear }))}
        {area('makeUp', t('holidays.makeUpHelp'))}
      </div>
      {save.isError ? <ErrorPanel error={save.error} /> : null}
      <div style={{ display: 'flex', gap: 8, padding: '8px 0' }}>
        <Button type="submit" variant="contained" disabled={!reading?.ok || save.isPending}>
          {t('holidays.save')}
        </Button>
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        {known && known.origin !== 'shipped' ? (
          <Button disabled={save.isPending} onClick={() => send(null)}>
            {t('holidays.withdraw')}
          </Button>
        ) : null}
      </div>
    </form>
  );
}
