// The frozen head of the sheet: letters, title rows, and the header row with the mapping in it.
// biome-ignore-all lint/a11y/useSemanticElements: a windowed grid with sticky parts cannot be a table; the roles say what it is
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active cell
import { useTranslation } from 'react-i18next';
import type { ImportColumn, ImportSummary } from '../../../../shared/contract/routes/import.ts';
import { printOrder, type RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { HiddenText } from '../../../components/hidden-text.tsx';
import { useLanguage } from '../../../i18n/format.ts';
import { targetLabel } from '../import-words.ts';
import { titleSpans } from './column-widths.ts';

/** Title rows that stay in view; a sheet with more of them keeps room for its rows. */
export const frozenTitleRows = 3;

interface SheetHeadProps {
  register: RegisterDefinition;
  summary: ImportSummary;
  /** `grid-template-columns` of every line. */
  template: string;
  stateLeftPx: number;
  isBusy: boolean;
  onMap: (column: ImportColumn, target: string | null) => void;
}

export function SheetHead({ register, summary, template, stateLeftPx, isBusy, onMap }: SheetHeadProps) {
  const { t } = useTranslation();
  const { columns } = summary;
  const stateAt = { left: stateLeftPx };
  const line = { gridTemplateColumns: template };
  const lastHeaderRow = summary.headerRow + summary.headerRows - 1;
  return (
    <div className="head" role="rowgroup">
      <div className="line letters" role="row" style={line}>
        <div className="number" role="columnheader">
          <HiddenText>{t('import.sheet.row')}</HiddenText>
        </div>
        <div className="state" role="columnheader" style={stateAt}>
          <HiddenText>{t('import.preview.result')}</HiddenText>
        </div>
        {columns.map((column) => (
          <div key={column.index} role="columnheader">
            {column.letter}
          </div>
        ))}
      </div>
      {summary.titleRows.slice(0, frozenTitleRows).map(({ row, cells }) => {
        const spans = titleSpans(cells, columns);
        return (
          <div key={row} className="line title" role="row" data-lone={spans.length === 1} style={line}>
            <div className="number" role="rowheader">
              {row}
            </div>
            <div className="state" role="gridcell" style={stateAt} />
            {spans.map((span) => (
              <div
                key={span.start}
                className="text"
                role="gridcell"
                title={span.text}
                style={{ gridColumn: `${span.start + 3} / span ${span.count}` }}
              >
                {span.text}
              </div>
            ))}
          </div>
        );
      })}
      <div className="line header" role="row" style={line}>
        <div className="number" role="rowheader">
          {lastHeaderRow > summary.headerRow ? `${summary.headerRow}–${lastHeaderRow}` : summary.headerRow}
        </div>
        <div className="state" role="columnheader" style={stateAt}>
          <span className="own">{t('import.preview.result')}</span>
          <span className="quiet">{t('import.preview.field')}</span>
          <span className="confidence">{t('import.preview.confidence')}</span>
        </div>
        {columns.map((column) => (
          <HeaderCell
            key={column.index}
            register={register}
            columns={columns}
            column={column}
            isBusy={isBusy}
            onMap={onMap}
          />
        ))}
      </div>
    </div>
  );
}

interface HeaderCellProps {
  register: RegisterDefinition;
  columns: readonly ImportColumn[];
  column: ImportColumn;
  isBusy: boolean;
  onMap: (column: ImportColumn, target: string | null) => void;
}

function HeaderCell({ register, columns, column, isBusy, onMap }: HeaderCellProps) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const links = register.departmentReturn?.linkColumns ?? [];
  const targets = ['number', ...[...printOrder(register), ...links].map(({ key }) => key), 'status'];
  const words = (target: string) => targetLabel(register, target, language, t('column.status'));
  const confidence = t(`import.preview.conf.${column.confidence}`, { score: column.score });
  return (
    <div role="columnheader" data-weak={column.confidence === 'weak'} data-field={column.field ?? 'none'}>
      <span className="own" title={column.hidden ? `${column.header} · ${t('import.preview.hidden')}` : column.header}>
        {column.header}
      </span>
      <select
        aria-label={t('import.preview.fieldOf', { header: column.header })}
        title={column.field === null ? t('import.preview.notImported') : words(column.field)}
        value={column.field ?? ''}
        disabled={isBusy}
        onChange={(event) => onMap(column, event.target.value === '' ? null : event.target.value)}
      >
        <option value="">{t('import.preview.notImported')}</option>
        {targets.map((target) => {
          const holder = columns.find((other) => other.field === target && other.index !== column.index);
          return (
            <option key={target} value={target}>
              {holder ? t('import.preview.taken', { field: words(target), letter: holder.letter }) : words(target)}
            </option>
          );
        })}
      </select>
      {column.field === null ? null : (
        <span className="confidence" title={confidence}>
          {confidence}
        </span>
      )}
    </div>
  );
}
