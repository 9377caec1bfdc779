// 发起流程: the button that offers the procedures fitting the chosen records, and leads to their form.
import { Button, Menu, MenuItem } from '@mui/material';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useLanguage } from '../../i18n/format.ts';
import { type ChosenRecord, fittingTemplates } from './procedure-words.ts';
import type { StartState } from './start-page.tsx';

/** The button; disabled with its reason where the chosen records do not go together. */
export function StartProcedureMenu({ register, records }: { register: string; records: readonly ChosenRecord[] }) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const navigate = useNavigate();
  const anchor = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const templates = fittingTemplates(register, records);
  const state: StartState = {
    records: records.map(({ id, number, status, values, labels }) => ({ id, number, status, values, labels })),
  };
  return (
    <>
      <Button
        ref={anchor}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        disabled={templates.length === 0}
        title={templates.length === 0 ? t('procedure.noneFits') : undefined}
        onClick={() => setOpen(true)}
      >
        {t('procedure.start')}
      </Button>
      <Menu open={isOpen} anchorEl={anchor.current} onClose={() => setOpen(false)}>
        {templates.map((template) => (
          <MenuItem key={template.key} onClick={() => void navigate(`/procedures/new/${template.key}`, { state })}>
            {label(template.start)}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
