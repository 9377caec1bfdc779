// The top bar: where am I, search, the date looked at, the state of the journal, who I am. Its right group never moves.
import { ButtonBase, Menu, MenuItem } from '@mui/material';
import { styled } from '@mui/material/styles';
import { Fragment, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { ChevronIcon, SearchIcon } from '../components/icons.tsx';
import { AsOfControl } from './as-of-control.tsx';
import { useCrumbs } from './crumbs.tsx';
import { JournalSeal } from './journal-seal.tsx';
import { useSession } from './session.tsx';
import { smallWindow } from './theme.ts';

const Bar = styled('header')({
  display: 'flex',
  alignItems: 'center',
  gap: 16,
  padding: '0 16px',
  height: 48,
  borderBottom: '1px solid var(--line)',
  backgroundColor: 'var(--paper)',
  minWidth: 0,
  '& .trail': { display: 'flex', alignItems: 'center', gap: 8, flex: '1 1 120px', minWidth: 0, overflow: 'hidden' },
  // Where there is no room for all, what lies between gives way first, then where it begins, and last what is looked at. The factors lie
  // so far apart that the next one does not lose a fraction of a pixel meanwhile: that would already cut its last letters.
  '& .trail li': {
    display: 'flex',
    alignItems: 'center',
    gap: 8,
    whiteSpace: 'nowrap',
    minWidth: 28,
    flex: '0 100000000 auto',
  },
  '& .trail li:first-of-type': { flexShrink: 10_000 },
  '& .trail li:last-of-type': { flexShrink: 1 },
  '& .trail a, & .trail li > span:not(.sign)': { overflow: 'hidden', textOverflow: 'ellipsis' },
  '& .trail a': { color: 'var(--text-2)', textDecoration: 'none', lineHeight: '24px' },
  '& .trail a:hover': { textDecoration: 'underline' },
  '& .trail span[aria-current]': { fontWeight: 600 },
  '& .trail .sign': { color: 'var(--text-3)', flex: 'none' },
  '& .search': {
    flex: '0 1 360px',
    minWidth: 160,
    height: 32,
    display: 'flex',
    justifyContent: 'flex-start',
    gap: 8,
    padding: '0 8px',
    border: '1px solid var(--control)',
    borderRadius: 2,
    backgroundColor: 'var(--surface)',
    color: 'var(--text-3)',
    fontSize: 13,
    cursor: 'text',
    overflow: 'hidden',
    whiteSpace: 'nowrap',
  },
  '& .search > svg': { flex: 'none' },
  '& .search .words': { minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis' },
  '& .search .key': { marginLeft: 'auto', fontSize: 12, flex: 'none' },
  // The same width on every page: the right group never moves.
  '@media (max-width: 1399px)': { '& .search': { flexBasis: 240 } },
  [smallWindow]: {
    gap: 8,
    '& .search': { minWidth: 36, flex: '0 0 36px' },
    '& .search .words, & .search .key, & .separator': { display: 'none' },
  },
  '& .separator': { width: 1, height: 20, backgroundColor: 'var(--line)', flex: 'none' },
  '& .user': {
    display: 'flex',
    alignItems: 'center',
    gap: 8,
    fontSize: 14,
    height: 32,
    whiteSpace: 'nowrap',
    flex: 'none',
    borderRadius: 2,
  },
});

/** The bar; searching and locking belong to the shell. */
export function TopBar({ onSearch, onLock }: { onSearch: () => void; onLock: () => void }) {
  const { t } = useTranslation();
  const crumbs = useCrumbs();
  return (
    <Bar>
      <ol className="trail" aria-label={t('shell.trail')}>
        {crumbs.map((crumb, index) => (
          <Fragment key={crumb.text}>
            <li>
              {index > 0 ? <span className="sign">›</span> : null}
              {crumb.to && index < crumbs.length - 1 ? (
                <Link to={crumb.to} title={crumb.text}>
                  {crumb.text}
                </Link>
              ) : (
                <span aria-current={index === crumbs.length - 1 ? 'page' : undefined} title={crumb.text}>
                  {crumb.text}
                </span>
              )}
            </li>
          </Fragment>
        ))}
      </ol>
      <ButtonBase className="search" onClick={onSearch} title={t('search.title')} aria-keyshortcuts="Control+K">
        <SearchIcon />
        <span className="words">{t('search.placeholder')}</span>
        <span className="key" aria-hidden="true">
          Ctrl+K
        </span>
      </ButtonBase>
      <AsOfControl />
      <span className="separator" />
      <JournalSeal />
      <span className="separator" />
      <UserMenu onLock={onLock} />
    </Bar>
  );
}

function UserMenu({ onLock }: { onLock: () => void }) {
  const { t } = useTranslation();
  const { user, vault } = useSession();
  const navigate = useNavigate();
  const anchor = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const roles = user.roles.map((role) => t(`role.${role}`)).join(t('list.separator'));
  const go = (act: () => void) => () => {
    setOpen(false);
    act();
  };
  return (
    <>
      <ButtonBase
        ref={anchor}
        className="user"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        title={roles}
        onClick={() => setOpen(true)}
      >
        {user.name}
        <ChevronIcon />
      </ButtonBase>
      <Menu
        open={isOpen}
        anchorEl={anchor.current}
        onClose={() => setOpen(false)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
      >
        <MenuItem disabled sx={{ opacity: '1 !important', color: 'var(--text-2)' }}>
          {user.login} · {roles}
          {vault.readOnly ? ` · ${t('vault.readOnly')}` : ''}
        </MenuItem>
        <MenuItem onClick={go(() => void navigate('/settings'))}>{t('area.settings')}</MenuItem>
        <MenuItem onClick={go(() => void navigate('/settings?section=password'))}>
          {t('settings.password.title')}
        </MenuItem>
        <MenuItem onClick={go(onLock)}>{t('action.lock')} Ctrl+L</MenuItem>
      </Menu>
    </>
  );
}
