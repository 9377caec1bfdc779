// Which columns a list shows, and in which order. Derived ones are named as derived.
import { Button, Checkbox, FormControlLabel, IconButton, Popover } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { reviewField } from '../../../../shared/review.ts';
import { ChevronIcon } from '../../../components/icons.tsx';
import { useLanguage } from '../../../i18n/format.ts';
import { type LayoutColumn, type ListLayout, layoutColumns, movedOrder } from './list-layout.ts';

const Panel = styled('div')({
  width: 320,
  '& .columns': { maxHeight: 400, overflowY: 'auto', padding: '8px 12px' },
  '& .column': { display: 'flex', alignItems: 'center', minHeight: 28 },
  '& .column > label': { flex: 1, minWidth: 0, margin: 0 },
  '& .derived': { color: 'var(--text-2)', fontSize: 12, marginLeft: 8 },
  '& .up svg': { transform: 'rotate(180deg)' },
  '& .actions': { borderTop: '1px solid var(--line)', padding: 8, display: 'flex', justifyContent: 'flex-end' },
});

const derived: readonly string[] = ['lateEntry', 'recordedAt', 'factDate'];

interface ColumnsMenuProps {
  register: RegisterDefinition;
  layout: ListLayout;
  onChange: (change: Partial<ListLayout>) => void;
}

/** The chooser behind its button. */
export function ColumnsMenu({ register, layout, onChange }: ColumnsMenuProps) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const anchor = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const columns = layoutColumns(register, layout);
  const words: Record<string, string> = {
    number: label(register.number.label),
    status: t('column.status'),
    lateEntry: t('column.late'),
    factDate: t('column.factDate'),
    recordedAt: t('column.recordedAt'),
  };
  const nameOf = (column: LayoutColumn) =>
    column.field ? label(column.field.label) : (words[column.key] ?? column.key);
  const isDerived = (column: LayoutColumn) => derived.includes(column.key) || column.key === reviewField(register)?.key;
  const move = (key: string, step: -1 | 1) => {
    const all = columns.map((column) => ({ ...column, isShown: true }));
    onChange({ order: movedOrder(all, key, step) });
  };
  return (
    <>
      <Button
        ref={anchor}
        variant="text"
        endIcon={<ChevronIcon />}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(true)}
      >
        {t('list.columns')}
      </Button>
      <Popover
        open={isOpen}
        anchorEl={anchor.current}
        onClose={() => setOpen(false)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
        slotProps={{ paper: { role: 'dialog', 'aria-label': t('list.columns') } }}
      >
        <Panel>
          <div className="columns">
            {columns.map((column, index) => (
              <div className="column" key={column.key}>
                <FormControlLabel
                  control={
                    <Checkbox
                      checked={column.isShown}
                      disabled={column.key === 'number'}
                      onChange={() => onChange({ shown: { ...layout.shown, [column.key]: !column.isShown } })}
                    />
                  }
                  label={
                    <>
                      {nameOf(column)}
                      {isDerived(column) ? <span className="derived">{t('column.derived')}</span> : null}
                    </>
                  }
                />
                <IconButton
                  className="up"
                  size="small"
                  disabled={index === 0}
                  aria-label={t('column.moveUp', { name: nameOf(column) })}
                  onClick={() => move(column.key, -1)}
                >
                  <ChevronIcon />
                </IconButton>
                <IconButton
                  size="small"
                  disabled={index === columns.length - 1}
                  aria-label={t('column.moveDown', { name: nameOf(column) })}
                  onClick={() => move(column.key, 1)}
                >
                  <ChevronIcon />
                </IconButton>
              </div>
            ))}
          </div>
          <div className="actions">
            <Button onClick={() => onChange({ order: [], shown: {}, widths: {} })}>{t('column.reset')}</Button>
          </div>
        </Panel>
      </Popover>
    </>
  );
}
