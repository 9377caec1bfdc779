// The head of a record: number, version, times, late entry; name, grade and status; the one filled button.
import { Button, Menu, MenuItem } from '@mui/material';
import { styled } from '@mui/material/styles';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordRow } from '../../../../shared/contract/routes/common.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { levelField } from '../../../api/definitions.ts';
import { useRights, useSession } from '../../../app/session.tsx';
import { GradeText } from '../../../components/grade-mark.tsx';
import { MoreIcon } from '../../../components/icons.tsx';
import { LateMark, StatusTag } from '../../../components/tags.tsx';
import { momentOf } from '../../../i18n/format.ts';
import { isVoid } from '../list/list-columns.tsx';

export const HeaderFrame = styled('div')({
  flex: 'none',
  minHeight: 64,
  display: 'flex',
  alignItems: 'center',
  gap: 16,
  padding: '8px 16px 8px 24px',
  backgroundColor: 'var(--paper)',
  borderBottom: '1px solid var(--line)',
  '& .words': { flex: 1, minWidth: 0 },
  '& .first': {
    display: 'flex',
    alignItems: 'center',
    // A second line rather than a name cut off, where many buttons stand beside it.
    flexWrap: 'wrap',
    gap: '0 16px',
    fontSize: 12,
    lineHeight: '16px',
    color: 'var(--text-2)',
    minHeight: 18,
    whiteSpace: 'nowrap',
  },
  '& .first .number': { color: 'var(--text)' },
  '& .first .late': { display: 'inline-flex', alignItems: 'center', gap: 4 },
  '& .second': { display: 'flex', alignItems: 'center', gap: 12, minWidth: 0, minHeight: 28 },
  '& h1': {
    fontSize: 20,
    lineHeight: '28px',
    fontWeight: 600,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    display: '-webkit-box',
    WebkitLineClamp: 2,
    WebkitBoxOrient: 'vertical',
  },
  '& h1[data-struck="true"]': { textDecoration: 'line-through', color: 'var(--text-3)' },
  '& .buttons': { display: 'flex', gap: 8, flex: 'none' },
});

interface RecordHeaderProps {
  register: RegisterDefinition;
  record: RecordRow;
  canEdit: boolean;
  onEdit: () => void;
  onVoid: () => void;
  onRestore: () => void;
  /** Further entries of the menu, with what each does. */
  commands: readonly RecordCommand[];
  /** Of a past view: where it leads. */
  pastActions?: ReactNode;
}

/** An entry of the menu. */
export interface RecordCommand {
  key: string;
  word: string;
  isDangerous?: boolean;
  act: () => void;
}

/** The head with its commands. */
export function RecordHeader(props: RecordHeaderProps) {
  const { t } = useTranslation();
  const rights = useRights();
  const { record } = props;
  const anchor = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const isOwn = rights.owns(props.register, record);
  const act = (command: () => void) => () => {
    setOpen(false);
    command();
  };
  return (
    <HeaderFrame>
      <RecordWords register={props.register} record={record} />
      {props.pastActions ? <div className="buttons">{props.pastActions}</div> : null}
      {rights.write && (props.commands.length > 0 || isOwn) ? (
        <div className="buttons">
          {props.canEdit ? (
            <Button size="medium" variant="contained" onClick={props.onEdit}>
              {t('record.edit')}
            </Button>
          ) : null}
          <Button
            ref={anchor}
            size="medium"
            aria-label={t('record.more')}
            aria-haspopup="menu"
            aria-expanded={isOpen}
            onClick={() => setOpen(true)}
          >
            <MoreIcon />
          </Button>
          <Menu
            open={isOpen}
            anchorEl={anchor.current}
            onClose={() => setOpen(false)}
            anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
            transformOrigin={{ vertical: 'top', horizontal: 'right' }}
          >
            {props.commands.map(({ key, word, isDangerous, act: command }) => (
              <MenuItem key={key} onClick={act(command)} {...(isDangerous ? { sx: { color: 'var(--red)' } } : {})}>
                {word}
              </MenuItem>
            ))}
            {!isOwn ? null : isVoid(record) ? (
              <MenuItem onClick={act(props.onRestore)}>{t('list.restore')}</MenuItem>
            ) : (
              <MenuItem onClick={act(props.onVoid)} sx={{ color: 'var(--red)' }}>
                {t('list.void')}
              </MenuItem>
            )}
          </Menu>
        </div>
      ) : null}
    </HeaderFrame>
  );
}

/** The two lines of words; `title` replaces the name where there is none yet. */
export function RecordWords({
  register,
  record,
  children,
}: {
  register: RegisterDefinition;
  record: RecordRow;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const { scheme } = useSession();
  const level = levelField(register);
  const gone = isVoid(record);
  return (
    <div className="words">
      <div className="first">
        <span className="number">{record.number ?? '—'}</span>
        <span>{t('record.version', { version: record.version })}</span>
        <span>{t('record.recorded', { at: momentOf(record.recordedAtMs) })}</span>
        {record.lateEntry ? (
          <span className="late">
            <LateMark />
            {t('late.sentence')}
          </span>
        ) : null}
        {gone ? <span>{t('record.voidReason', { reason: record.voidReason ?? '—' })}</span> : null}
      </div>
      <div className="second">
        <h1 data-struck={gone}>{String(record.values[register.title] ?? record.number ?? '')}</h1>
        {level ? (
          <GradeText boxed code={(record.values[level.key] as string | null) ?? null} scheme={scheme} muted={gone} />
        ) : null}
        <StatusTag register={register} status={record.status} isVoid={gone} place="header" />
        {children}
      </div>
    </div>
  );
}
