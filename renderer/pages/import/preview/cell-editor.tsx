// A cell as its own editor, with the strip above it that says what is wrong, what the sheet says, and what can be done.
import { Button } from '@mui/material';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportCell } from '../../../../shared/contract/routes/import.ts';
import { importMessage } from '../../../../shared/values/row-errors.ts';
import { useLanguage } from '../../../i18n/format.ts';

interface CellEditorProps {
  cell: ImportCell;
  /** What screen readers call the cell. */
  name: string;
  placeholder: string;
  text: string;
  side: 'above' | 'below';
  align: 'left' | 'right';
  isBusy: boolean;
  onText: (text: string) => void;
  onSave: (text: string) => void;
  onCancel: () => void;
  onNext: () => void;
}

export function CellEditor(props: CellEditorProps) {
  const { cell, text, isBusy, onSave } = props;
  const { t } = useTranslation();
  const { language } = useLanguage();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    input.current?.focus({ preventScroll: true });
    input.current?.select();
  }, []);
  const stripId = `${props.name}-strip`;
  return (
    <>
      <input
        ref={input}
        className="editor"
        aria-label={props.name}
        aria-invalid={cell.error ? true : undefined}
        aria-describedby={cell.error ? stripId : undefined}
        placeholder={props.placeholder}
        value={text}
        readOnly={isBusy}
        onChange={(event) => props.onText(event.target.value)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter') {
            event.preventDefault();
            onSave(text);
          } else if (event.key === 'Escape') {
            event.preventDefault();
            props.onCancel();
          } else if (event.key === 'F8') {
            event.preventDefault();
            props.onNext();
          }
        }}
      />
      {cell.error ? (
        <div className="strip" id={stripId} data-side={props.side} data-align={props.align}>
          <span className="what">{importMessage(cell.error.code, cell.error.params, language)}</span>
          <span className="from">
            {cell.raw === ''
              ? t('import.fix.others')
              : `${t('import.fix.original', { raw: cell.raw })} · ${t('import.fix.others')}`}
          </span>
          <Button size="tiny" disabled={isBusy} onClick={() => onSave(text)}>
            {t('import.fix.correct')} <kbd>Enter</kbd>
          </Button>
          {cell.error.code === 'value_required' ? null : (
            <Button size="tiny" variant="text" disabled={isBusy} onClick={() => onSave('')}>
              {t('import.fix.blank')}
            </Button>
          )}
        </div>
      ) : null}
    </>
  );
}
