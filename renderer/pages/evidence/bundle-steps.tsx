// The steps of the bundle wizard: purpose and recipient, registers and filters, level. One decision each.
import { Checkbox, FormControlLabel, Radio, RadioGroup } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Filter } from '../../../shared/contract/routes/common.ts';
import { type DisclosureLevel, disclosureLevels, openedLevels } from '../../../shared/disclosure.ts';
import { useRead } from '../../api/queries.ts';
import { useSession } from '../../app/session.tsx';
import { FormField, TextArea, TextInput } from '../../components/form-field.tsx';
import { FilterChip } from '../../components/tags.tsx';
import { countText, today, useLanguage } from '../../i18n/format.ts';
import { FilterMenu } from '../registers/list/filter-menu.tsx';
import { filterWords } from '../registers/list/filter-words.ts';
import { ApprovalFields } from './approval-fields.tsx';
import { AsOfChoice } from './as-of-choice.tsx';
import { type BundleChoice, type ChosenRegister, mayListPublicly } from './choice.ts';
import { OpenedRecords } from './opened-records.tsx';

interface StepProps {
  choice: BundleChoice;
  onChange: (part: Partial<BundleChoice>) => void;
}

/** To whom, and what for. */
export function PurposeStep({ choice, onChange }: StepProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <>
      <h2>{t('evidence.step.purpose')}</h2>
      <FormField id={`${id}-recipient`} label={t('evidence.recipient')} required help={t('evidence.recipientHelp')}>
        <TextInput
          id={`${id}-recipient`}
          value={choice.recipient}
          maxLength={200}
          autoFocus
          onChange={(event) => onChange({ recipient: event.target.value })}
        />
      </FormField>
      <FormField id={`${id}-purpose`} label={t('evidence.purpose')} required help={t('evidence.purposeHelp')}>
        <TextArea
          id={`${id}-purpose`}
          rows={3}
          maxLength={500}
          value={choice.purpose}
          onChange={(event) => onChange({ purpose: event.target.value })}
        />
      </FormField>
      <ApprovalFields approval={choice.approval} onChange={(approval) => onChange({ approval })} />
    </>
  );
}

const RegisterRow = styled('li')({
  borderBottom: '1px solid var(--row-line)',
  padding: '6px 0',
  '& .line': { display: 'flex', alignItems: 'center', gap: 12, minHeight: 32 },
  '& .line label': { width: 200, flex: 'none', margin: 0 },
  '& .line .count': { flex: 1, fontSize: 13, color: 'var(--text-2)' },
  '& .chips': { display: 'flex', flexWrap: 'wrap', gap: 8, padding: '4px 0 4px 28px' },
});

/** Which registers, whole or filtered. */
export function ScopeStep({ choice, onChange }: StepProps) {
  const { t } = useTranslation();
  const change = (index: number, part: Partial<ChosenRegister>) =>
    onChange({
      registers: choice.registers.map((known, position) => (position === index ? { ...known, ...part } : known)),
    });
  return (
    <>
      <h2>{t('evidence.step.scope')}</h2>
      <p>{t('evidence.scopeHelp')}</p>
      <ul>
        {choice.registers.map((chosen, index) => (
          <ScopeRow key={chosen.register.key} chosen={chosen} onChange={(part) => change(index, part)} />
        ))}
      </ul>
      {mayListPublicly(choice) ? (
        <FormControlLabel
          control={
            <Checkbox
              checked={choice.publicList}
              onChange={(event) => onChange({ publicList: event.target.checked })}
            />
          }
          label={t('evidence.withPublicList')}
        />
      ) : null}
      <AsOfChoice past={choice.past} day={today()} onChange={(past) => onChange({ past })} />
    </>
  );
}

/** Voided records count as a status: asking for them lists every status. */
function withVoid(chosen: ChosenRegister, includeVoid: boolean): Filter[] {
  const others = chosen.filters.filter(({ field }) => field !== 'status');
  const codes = chosen.register.statuses.map(({ code }) => code);
  return includeVoid ? [...others, { field: 'status', operator: 'is', values: [...codes, 'void'] }] : others;
}

function ScopeRow({ chosen, onChange }: { chosen: ChosenRegister; onChange: (part: Partial<ChosenRegister>) => void }) {
  const { t } = useTranslation();
  const { label, language } = useLanguage();
  const { scheme } = useSession();
  const { register, filters, isChosen } = chosen;
  const found = useRead('register.list', { register: register.key, filters: [...filters], limit: 1 }, { keep: true });
  const reference = register.fields.find(
    (field) => field.kind === 'reference' && filters.some((filter) => filter.field === field.key),
  );
  const names = useRead(
    'register.values',
    { register: register.key, field: reference?.key ?? '' },
    { enabled: reference !== undefined },
  );
  const labelOf = (field: string, value: string) =>
    field === reference?.key ? names.data?.values.find((entry) => entry.value === value)?.label : undefined;
  const replace = (field: string, next: readonly Filter[]) =>
    onChange({ filters: [...filters.filter((filter) => filter.field !== field), ...next] });
  return (
    <RegisterRow>
      <div className="line">
        <FormControlLabel
          control={<Checkbox checked={isChosen} onChange={(event) => onChange({ isChosen: event.target.checked })} />}
          label={label(register.label)}
        />
        <span className="count">{found.data ? t('evidence.records', { count: countText(found.data.total) }) : ''}</span>
        {isChosen ? (
          <FilterMenu
            register={register}
            filters={filters}
            includeVoid={filters.some(({ field, values }) => field === 'status' && values.includes('void'))}
            onChange={replace}
            onIncludeVoid={(includeVoid) => onChange({ filters: withVoid(chosen, includeVoid) })}
          />
        ) : null}
      </div>
      {isChosen && filters.length > 0 ? (
        <div className="chips">
          {filterWords(register, filters, { language, scheme, t }, labelOf).map((chip) => (
            <FilterChip key={chip.field} name={chip.name} value={chip.value} onRemove={() => replace(chip.field, [])} />
          ))}
        </div>
      ) : null}
    </RegisterRow>
  );
}

const LevelList = styled(RadioGroup)({
  gap: 4,
  '& label': { alignItems: 'flex-start', margin: 0, padding: '4px 0', borderBottom: '1px solid var(--row-line)' },
  '& .what': { display: 'block', fontSize: 12, lineHeight: '16px', color: 'var(--text-2)' },
});

/** How much is shown; nothing is chosen for the clerk. */
export function LevelStep({ choice, onChange }: StepProps) {
  const { t } = useTranslation();
  const id = useId();
  const mayOpen = choice.level !== null && openedLevels.includes(choice.level);
  const pick = (key: string, picked: ChosenRegister['picked']) =>
    onChange({
      registers: choice.registers.map((known) => (known.register.key === key ? { ...known, picked } : known)),
    });
  return (
    <>
      <h2 id={`${id}-title`}>{t('evidence.step.level')}</h2>
      <p>{t('evidence.levelHelp')}</p>
      <LevelList
        aria-labelledby={`${id}-title`}
        value={choice.level ?? ''}
        onChange={(event) => onChange({ level: event.target.value as DisclosureLevel })}
      >
        {disclosureLevels.map((level) => (
          <FormControlLabel
            key={level}
            value={level}
            control={<Radio />}
            label={
              <>
                {t(`evidence.level.${level}`)}
                <span className="what">{t(`evidence.levelWhat.${level}`)}</span>
              </>
            }
          />
        ))}
      </LevelList>
      {choice.level === 'internal' ? (
        <FormControlLabel
          control={
            <Checkbox
              checked={choice.attachments}
              onChange={(event) => onChange({ attachments: event.target.checked })}
            />
          }
          label={t('evidence.attach')}
        />
      ) : null}
      {choice.level === null ? null : (
        <>
          <h2>{t('evidence.opened.title')}</h2>
          <p>{t(mayOpen ? 'evidence.opened.help' : 'evidence.opened.not')}</p>
          {mayOpen
            ? choice.registers
                .filter(({ isChosen }) => isChosen)
                .map((chosen) => (
                  <OpenedRecords
                    key={chosen.register.key}
                    chosen={chosen}
                    onChange={(picked) => pick(chosen.register.key, picked)}
                  />
                ))
            : null}
        </>
      )}
    </>
  );
}
