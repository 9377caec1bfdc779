// The left rail: areas in words with what needs attention, the registers of the open area, settings and lock.
import { ButtonBase } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import { NavLink, useLocation } from 'react-router';
import { useAttention } from '../api/attention.ts';
import { countText, useLanguage } from '../i18n/format.ts';
import { type Area, areas } from './areas.ts';
import { useHasPage } from './page-paths.ts';
import { useSession } from './session.tsx';

const Frame = styled('nav')({
  width: 208,
  height: '100%',
  display: 'flex',
  flexDirection: 'column',
  borderRight: '1px solid var(--line)',
  backgroundColor: 'var(--paper)',
  minHeight: 0,
  '& .head': {
    height: 48,
    flex: 'none',
    padding: '8px 16px 0',
    borderBottom: '1px solid var(--line)',
    overflow: 'hidden',
  },
  '& .firm': {
    fontSize: 14,
    lineHeight: '18px',
    fontWeight: 600,
    whiteSpace: 'nowrap',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
  },
  '& .office': { fontSize: 12, lineHeight: '16px', color: 'var(--text-2)', whiteSpace: 'nowrap' },
  '& .areas': { flex: 1, minHeight: 0, overflowY: 'auto', padding: '9px 0' },
  '& .bottom': { flex: 'none', borderTop: '1px solid var(--line)', padding: '4px 0' },
  '& .item': {
    display: 'flex',
    alignItems: 'center',
    width: '100%',
    height: 32,
    padding: '0 16px 0 14px',
    borderLeft: '2px solid transparent',
    color: 'var(--text)',
    textDecoration: 'none',
    fontSize: 14,
    lineHeight: '20px',
    textAlign: 'left',
    justifyContent: 'flex-start',
  },
  '& .item:hover': { backgroundColor: 'var(--hover)' },
  '& .item:focus-visible, & .sub:focus-visible': { outlineOffset: -2 },
  '& .item[data-active="true"]': {
    borderLeftColor: 'var(--ink)',
    backgroundColor: 'var(--ink-tint)',
    fontWeight: 600,
    color: 'var(--ink)',
  },
  '& .item .word': { flex: 1, minWidth: 0 },
  '& .count': {
    fontSize: 12,
    lineHeight: '16px',
    color: 'var(--text-2)',
    fontWeight: 400,
    minWidth: 28,
    textAlign: 'right',
  },
  '& .overdue': { fontSize: 12, lineHeight: '16px', color: 'var(--red)', fontWeight: 400, marginRight: 4 },
  '& .small': { fontSize: 13 },
  '& .sub': {
    display: 'flex',
    alignItems: 'center',
    height: 28,
    padding: '0 16px 0 32px',
    color: 'var(--text-2)',
    textDecoration: 'none',
    fontSize: 13,
    lineHeight: '20px',
  },
  '& .sub:hover': { backgroundColor: 'var(--hover)' },
  '& .sub.active': { color: 'var(--ink)', fontWeight: 600 },
  '&[data-narrow="true"]': { width: 56 },
  '&[data-narrow="true"] .head': { padding: '14px 0 0', textAlign: 'center' },
  '&[data-narrow="true"] .item': {
    height: 44,
    padding: 0,
    borderLeftWidth: 2,
    flexDirection: 'column',
    justifyContent: 'center',
    gap: 1,
    lineHeight: '18px',
  },
  '&[data-narrow="true"] .item .word': { flex: 'none' },
  '&[data-narrow="true"] .count': { minWidth: 0 },
});

function AreaItem({ area, isNarrow, isActive }: { area: Area; isNarrow: boolean; isActive: boolean }) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const attention = useAttention(area.registers);
  return (
    <li>
      <NavLink
        className="item"
        data-active={isActive}
        to={area.to}
        end
        title={isNarrow ? t(`area.${area.key}`) : undefined}
      >
        <span className="word">{isNarrow ? t(`areaShort.${area.key}`) : t(`area.${area.key}`)}</span>
        {!isNarrow && attention.overdue > 0 ? (
          <span className="overdue">{t('rail.overdue', { count: attention.overdue })}</span>
        ) : null}
        {attention.all > 0 ? <span className="count">{countText(attention.all)}</span> : null}
      </NavLink>
      {isActive && !isNarrow && area.registers.length > 0 ? (
        <ul>
          {area.registers.map((register) => (
            <li key={register.key}>
              <NavLink className={({ isActive: isHere }) => (isHere ? 'sub active' : 'sub')} to={`/r/${register.key}`}>
                {label(register.label)}
              </NavLink>
            </li>
          ))}
          {(area.pages ?? []).map((page) => (
            <li key={page.to}>
              <NavLink className={({ isActive: isHere }) => (isHere ? 'sub active' : 'sub')} to={page.to}>
                {t(page.word)}
              </NavLink>
            </li>
          ))}
        </ul>
      ) : null}
    </li>
  );
}

/** The areas that have a page, the active one opened. */
export function Rail({ isNarrow, onLock }: { isNarrow: boolean; onLock: () => void }) {
  const { t } = useTranslation();
  const { vault } = useSession();
  const { pathname } = useLocation();
  const hasEvidence = useHasPage('/evidence');
  const active = activeArea(pathname);
  return (
    <Frame data-narrow={isNarrow} aria-label={t('rail.label')}>
      <div className="head">
        <p className="firm" title={vault.organisation}>
          {isNarrow ? vault.organisation.slice(0, 2) : vault.organisation}
        </p>
        {isNarrow ? null : <p className="office">{vault.demo ? t('rail.demo') : t('rail.office')}</p>}
      </div>
      <ul className="areas">
        {areas
          .filter((area) => area.key !== 'evidence' || hasEvidence)
          .map((area) => (
            <AreaItem key={area.key} area={area} isNarrow={isNarrow} isActive={area.key === active} />
          ))}
      </ul>
      <div className="bottom">
        <NavLink className="item small" data-active={pathname.startsWith('/settings')} to="/settings">
          <span className="word">{t('area.settings')}</span>
        </NavLink>
        <ButtonBase className="item small" onClick={onLock}>
          <span className="word">{t('action.lock')}</span>
          {isNarrow ? null : <span className="count">Ctrl+L</span>}
        </ButtonBase>
      </div>
    </Frame>
  );
}

function activeArea(pathname: string): Area['key'] | null {
  const [, first = '', second = ''] = pathname.split('/');
  if (first === '') return 'workbench';
  if (first === 'r' || first === 'import') {
    return areas.find((area) => area.registers.some((register) => register.key === second))?.key ?? null;
  }
  if (first === 'procedures') return 'secrets';
  return (
    areas.find((area) => area.to === `/${first}` || area.pages?.some(({ to }) => to === `/${first}`) === true)?.key ??
    null
  );
}
