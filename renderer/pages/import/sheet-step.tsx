// Step 2: which sheet, and in which row its header stands. Both are found by the core; the clerk looks and corrects.
import { FormControlLabel, Radio, RadioGroup } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportRow, ImportSummary } from '../../../shared/contract/routes/import.ts';
import type { RegisterDefinition } from '../../../shared/registers/definition.ts';
import { call } from '../../api/client.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { FormField, TextInput } from '../../components/form-field.tsx';
import { Notice } from '../../components/notice.tsx';
import { countText, useLanguage } from '../../i18n/format.ts';
import { HelpLine } from './help-line.tsx';
import { type Span, titleSpans } from './preview/column-widths.ts';
import type { Configuration } from './use-import.ts';

const shownRows = 8;

const Sheet = styled('div')({
  border: '1px solid var(--line)',
  overflowX: 'auto',
  width: 'max-content',
  maxWidth: 'calc(100vw - 288px)',
  '& table': { borderCollapse: 'collapse', fontSize: 13, lineHeight: '20px' },
  '& th, & td': {
    height: 28,
    padding: '0 8px',
    borderRight: '1px solid var(--row-line)',
    borderBottom: '1px solid var(--row-line)',
    textAlign: 'left',
    fontWeight: 400,
    whiteSpace: 'nowrap',
    maxWidth: 200,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
  },
  '& .letters th': { fontSize: 12, color: 'var(--text-2)', textAlign: 'center', backgroundColor: 'var(--paper)' },
  '& th[scope="row"]': { padding: '0 8px 0 4px', backgroundColor: 'var(--paper)', position: 'sticky', left: 0 },
  '& th label': { margin: 0 },
  '& th .MuiFormControlLabel-label': { fontSize: 12, color: 'var(--text-2)' },
  '& [data-header="true"] td': { fontWeight: 600, backgroundColor: 'var(--ink-tint)' },
  '& [data-header="true"] th[scope="row"]': { backgroundColor: 'var(--ink-tint)' },
});

interface SheetStepProps {
  register: RegisterDefinition;
  summary: ImportSummary;
  version: number;
  isBusy: boolean;
  failure: unknown;
  onConfigure: (configuration: Configuration) => void;
}

/** Whether the core recognised the header: what names a record, or at least two columns. */
export function isHeaderKnown(register: RegisterDefinition, summary: ImportSummary): boolean {
  const known = summary.columns.filter((column) => column.field !== null);
  return known.length >= 2 || known.some((column) => column.field === register.title);
}

export function SheetStep(props: SheetStepProps) {
  const { register, summary, isBusy, onConfigure } = props;
  const { t } = useTranslation();
  const { label } = useLanguage();
  const id = useId();
  return (
    <>
      <h2>{t('import.sheet.title')}</h2>
      {isHeaderKnown(register, summary) ? (
        <p>{t('import.sheet.found', { sheet: summary.sheet, row: summary.headerRow })}</p>
      ) : (
        <Notice tone="amber">{t('import.sheet.unknown', { register: label(register.label) })}</Notice>
      )}
      {props.failure === null ? null : <ErrorPanel error={props.failure} />}
      <div>
        <HelpLine id={`${id}-sheets`}>{t('import.sheet.sheets')}</HelpLine>
        <RadioGroup
          aria-labelledby={`${id}-sheets`}
          value={summary.sheet}
          onChange={(_event, sheet) => onConfigure({ sheet })}
        >
          {summary.sheets.map((sheet) => (
            <FormControlLabel
              key={sheet.name}
              value={sheet.name}
              disabled={isBusy || sheet.rows === 0}
              control={<Radio />}
              label={`${sheet.name}　${[
                t('import.sheet.rows', { count: countText(sheet.rows) }),
                ...(sheet.hidden ? [t('import.sheet.hidden')] : []),
              ].join(' · ')}`}
            />
          ))}
        </RadioGroup>
      </div>
      {summary.encoding === null ? null : <p>{t('import.sheet.encoding', { encoding: summary.encoding })}</p>}
      <HeaderRowInput
        key={`${summary.sheet} ${summary.headerRow}`}
        row={summary.headerRow}
        isBusy={isBusy}
        onRow={(headerRow) => onConfigure({ sheet: summary.sheet, headerRow })}
      />
      <FirstRows {...props} />
    </>
  );
}

function HeaderRowInput({ row, isBusy, onRow }: { row: number; isBusy: boolean; onRow: (row: number) => void }) {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState(String(row));
  const wanted = Number(text);
  const send = () => {
    if (Number.isInteger(wanted) && wanted >= 1 && wanted !== row) onRow(wanted);
  };
  return (
    <FormField id={id} label={t('import.sheet.rowNumber')} sx={{ width: 120 }}>
      <TextInput
        id={id}
        inputMode="numeric"
        value={text}
        disabled={isBusy}
        onChange={(event) => setText(event.target.value)}
        onBlur={send}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          send();
        }}
      />
    </FormField>
  );
}

function single(cells: readonly string[]): Span[] {
  return cells.map((text, start) => ({ text, start, count: 1 }));
}

/** The rows around the header as the sheet has them; any of them can be made the header. */
function FirstRows({ summary, version, isBusy, onConfigure }: SheetStepProps) {
  const { t } = useTranslation();
  const [rows, setRows] = useState<readonly ImportRow[]>([]);
  const { importId } = summary;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says that the rows are others now
  useEffect(() => {
    let isOver = false;
    void call('import.rows', { importId, state: null, offset: 0, limit: shownRows }).then(
      (answer) => {
        if (!isOver) setRows(answer.rows);
      },
      () => {},
    );
    return () => {
      isOver = true;
    };
  }, [importId, version]);
  const lines = [
    ...summary.titleRows.map(({ row, cells }) => ({ row, spans: titleSpans(cells, summary.columns) })),
    { row: summary.headerRow, spans: single(summary.columns.map((column) => column.header)) },
    ...rows.map(({ row, cells }) => ({ row, spans: single(cells.map((cell) => cell.raw)) })),
  ];
  return (
    <div>
      <HelpLine>{t('import.sheet.first')}</HelpLine>
      <Sheet tabIndex={0} role="group" aria-label={t('import.sheet.first')}>
        <table>
          <thead>
            <tr className="letters">
              <th scope="col">{t('import.sheet.header')}</th>
              {summary.columns.map((column) => (
                <th key={column.index} scope="col">
                  {column.letter}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map(({ row, spans }) => (
              <tr key={row} data-header={row === summary.headerRow}>
                <th scope="row">
                  <FormControlLabel
                    control={
                      <Radio
                        name="header-row"
                        checked={row === summary.headerRow}
                        disabled={isBusy}
                        slotProps={{ input: { 'aria-label': t('import.sheet.pick', { row }) } }}
                        onChange={() => onConfigure({ sheet: summary.sheet, headerRow: row })}
                      />
                    }
                    label={row}
                  />
                </th>
                {spans.map((span) => (
                  <td key={span.start} colSpan={span.count} title={span.text}>
                    {span.text}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Sheet>
    </div>
  );
}
