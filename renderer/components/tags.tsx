// Small marks in lines: status, late entry, plain tags and filter chips. Colour always comes with its word.
import { Tooltip } from '@mui/material';
import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RegisterDefinition } from '../../shared/registers/definition.ts';
import { useLanguage } from '../i18n/format.ts';
import { CloseIcon } from './icons.tsx';

export type TagTone = 'ink' | 'red' | 'amber' | 'jade' | 'neutral';

const TagBox = styled('span')({
  display: 'inline-flex',
  alignItems: 'center',
  height: 20,
  padding: '0 6px',
  border: '1px solid currentColor',
  borderRadius: 2,
  fontSize: 12,
  lineHeight: '16px',
  whiteSpace: 'nowrap',
  '&[data-tone="ink"]': { color: 'var(--ink)' },
  '&[data-tone="red"]': { color: 'var(--red)' },
  '&[data-tone="amber"]': { color: 'var(--amber)' },
  '&[data-tone="jade"]': { color: 'var(--jade)' },
  '&[data-tone="neutral"]': { color: 'var(--text-2)', borderColor: 'var(--line)', backgroundColor: 'var(--surface)' },
  '&[data-size="header"]': { height: 22, padding: '0 8px', fontSize: 13 },
  '&[data-align="column"]': { marginLeft: -7 },
});

/** An outlined tag. */
export function Tag(props: { tone: TagTone; children: ReactNode; size?: 'header'; align?: 'column' }) {
  return (
    <TagBox data-tone={props.tone} data-size={props.size} data-align={props.align}>
      {props.children}
    </TagBox>
  );
}

const Plain = styled('span')({
  color: 'var(--text-2)',
  whiteSpace: 'nowrap',
  '&[data-void="true"]': { color: 'var(--text-3)' },
});

/** The status of a record: plain words, an outlined tag where somebody must act. */
export function StatusTag(props: {
  register: RegisterDefinition;
  status: string;
  isVoid: boolean;
  place: 'grid' | 'header';
}) {
  const { label } = useLanguage();
  const { t } = useTranslation();
  const status = props.register.statuses.find((candidate) => candidate.code === props.status);
  const word = props.isVoid ? t('status.void') : status ? label(status.label) : props.status;
  if (props.place === 'header') {
    return (
      <Tag tone={!props.isVoid && status?.open ? 'amber' : 'neutral'} size="header">
        {word}
      </Tag>
    );
  }
  if (!props.isVoid && status?.open) {
    return (
      <Tag tone="amber" align="column">
        {word}
      </Tag>
    );
  }
  return <Plain data-void={props.isVoid}>{word}</Plain>;
}

const LateBox = styled('span')({
  display: 'inline-flex',
  alignItems: 'center',
  justifyContent: 'center',
  width: 18,
  height: 18,
  border: '1px solid var(--control)',
  borderRadius: 2,
  fontSize: 12,
  lineHeight: '16px',
  color: 'var(--text-2)',
});

/** 补: the fact is older than its recording. */
export function LateMark() {
  const { t } = useTranslation();
  return (
    <Tooltip title={t('late.tip')}>
      <LateBox aria-label={t('late.tip')} role="img">
        {t('late.mark')}
      </LateBox>
    </Tooltip>
  );
}

const ChipBox = styled('span')({
  display: 'inline-flex',
  alignItems: 'center',
  height: 24,
  border: '1px solid var(--line)',
  borderRadius: 2,
  backgroundColor: 'var(--paper)',
  fontSize: 12,
  lineHeight: '16px',
  maxWidth: 320,
  '& > .name': { color: 'var(--text-2)', padding: '0 0 0 8px', whiteSpace: 'nowrap' },
  '& > .value': { padding: '0 0 0 6px', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '& > button': {
    display: 'inline-flex',
    alignItems: 'center',
    border: 0,
    background: 'none',
    height: 22,
    padding: '0 6px 0 8px',
    cursor: 'pointer',
    color: 'var(--text-2)',
  },
  '& > button:hover': { color: 'var(--text)' },
});

/** One condition of the filter bar, with its own way out. */
export function FilterChip(props: { name: string; value: string; onRemove: () => void }) {
  const { t } = useTranslation();
  return (
    <ChipBox>
      <span className="name">{props.name}</span>
      <span className="value" title={props.value}>
        {props.value}
      </span>
      <button type="button" onClick={props.onRemove} aria-label={t('filter.remove', { name: props.name })}>
        <CloseIcon />
      </button>
    </ChipBox>
  );
}
