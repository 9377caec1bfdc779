// Setting up in order: departments and roster, then the ledgers, then looking. Says what is done by counts.
import { Button } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { RegisterDefinition } from '../../../shared/registers/definition.ts';
import { ledgerRegisters } from '../../api/definitions.ts';
import { useReads } from '../../api/queries.ts';
import { useHasPage } from '../../app/page-paths.ts';
import { useRights } from '../../app/session.tsx';
import { smallWindow } from '../../app/theme.ts';
import { CheckIcon } from '../../components/icons.tsx';
import { Section } from '../../components/section.tsx';
import { countText, useLanguage } from '../../i18n/format.ts';

const Steps = styled('ol')({
  '& > li': {
    display: 'grid',
    gridTemplateColumns: '24px 200px minmax(0, 1fr)',
    gap: 8,
    padding: '8px 0',
    borderBottom: '1px solid var(--row-line)',
    alignItems: 'start',
  },
  '& > li:last-of-type': { borderBottom: 0 },
  [smallWindow]: {
    '& > li': { gridTemplateColumns: '24px minmax(0, 1fr)' },
    '& > li > :last-child': { gridColumn: 2 },
  },
  '& .mark': {
    width: 20,
    height: 20,
    border: '1px solid var(--control)',
    borderRadius: 2,
    display: 'inline-flex',
    alignItems: 'center',
    justifyContent: 'center',
    fontSize: 12,
    color: 'var(--text-2)',
  },
  '& [data-done="true"] .mark': {
    borderColor: 'var(--jade)',
    color: 'var(--jade)',
    backgroundColor: 'var(--jade-tint)',
  },
  '& .what': { fontSize: 12, lineHeight: '16px', color: 'var(--text-2)' },
  '& .registers': { display: 'flex', flexDirection: 'column', gap: 4 },
  '& .register': { display: 'flex', alignItems: 'center', gap: 8, minHeight: 24 },
  '& .register .name': { width: 136 },
  '& .register .count': { width: 80, textAlign: 'right', marginRight: 8 },
});

const isBase = (register: RegisterDefinition) => register.area === 'base' || register.area === 'people';

/** The three steps with their registers. */
export function SetupSteps() {
  const { t } = useTranslation();
  const base = ledgerRegisters.filter(isBase);
  const ledgers = ledgerRegisters.filter((register) => !isBase(register));
  const baseCounts = useCounts(base);
  const ledgerCounts = useCounts(ledgers);
  const isBaseDone = baseCounts.some((count) => count > 0);
  const areLedgersDone = ledgerCounts.some((count) => count > 0);
  return (
    <Section title={t('setup.title')} note={areLedgersDone && isBaseDone ? t('setup.done') : t('setup.note')}>
      <Steps>
        <Step
          number={1}
          isDone={isBaseDone}
          title={t('setup.base')}
          what={t('setup.baseWhat')}
          registers={base}
          counts={baseCounts}
        />
        <Step
          number={2}
          isDone={areLedgersDone}
          title={t('setup.ledgers')}
          what={t('setup.ledgersWhat')}
          registers={ledgers}
          counts={ledgerCounts}
        />
        <li data-done={false}>
          <span className="mark">3</span>
          <div>
            <p>{t('setup.look')}</p>
          </div>
          <p className="what">{t('setup.lookWhat')}</p>
        </li>
      </Steps>
    </Section>
  );
}

function useCounts(registers: readonly RegisterDefinition[]): number[] {
  const answers = useReads(
    'register.counts',
    registers.map((register) => ({ register: register.key })),
  );
  return answers.map((answer) => answer?.all ?? 0);
}

interface StepProps {
  number: number;
  isDone: boolean;
  title: string;
  what: string;
  registers: readonly RegisterDefinition[];
  counts: readonly number[];
}

function Step({ number, isDone, title, what, registers, counts }: StepProps) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const rights = useRights();
  const hasImport = useHasPage('/import/:register');
  return (
    <li data-done={isDone}>
      <span className="mark" role="img" aria-label={isDone ? t('setup.isDone') : t('setup.isOpen', { number })}>
        {isDone ? <CheckIcon /> : number}
      </span>
      <div>
        <p>{title}</p>
        <p className="what">{what}</p>
      </div>
      <ul className="registers">
        {registers.map((register, index) => (
          <li key={register.key} className="register">
            <Link className="name" to={`/r/${register.key}`}>
              {label(register.label)}
            </Link>
            <span className="count">{t('setup.count', { count: countText(counts[index] ?? 0) })}</span>
            {rights.write && hasImport ? (
              <Button size="tiny" component={Link} to={`/import/${register.key}`}>
                {t('list.import')}
              </Button>
            ) : null}
            {rights.write ? (
              <Button size="tiny" component={Link} to={`/r/${register.key}/new`}>
                {t('list.new', { noun: label(register.noun) })}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </li>
  );
}
