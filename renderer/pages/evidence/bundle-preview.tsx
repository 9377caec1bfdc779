// Preview and confirmation: what is given and what is withheld side by side, how a recipient checks, and the password
// beside the numbers.
import { Button, Checkbox, FormControlLabel } from '@mui/material';
import { styled } from '@mui/material/styles';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { PathToken } from '../../../shared/contract/bridge.ts';
import { registerOf } from '../../api/definitions.ts';
import { useSession } from '../../app/session.tsx';
import { describedBy, FormField, TextInput } from '../../components/form-field.tsx';
import { SmallTable } from '../../components/section.tsx';
import { countText, sizeText, useLanguage } from '../../i18n/format.ts';
import { type BundleChoice, mayListPublicly, type Preview, sums } from './choice.ts';

const Frame = styled('div')({
  display: 'grid',
  gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)',
  flex: 1,
  gridTemplateRows: 'auto auto 1fr',
  '& > .facts': {
    gridColumn: '1 / -1',
    display: 'grid',
    gridTemplateColumns: 'repeat(3, minmax(0, 1fr))',
    gap: '4px 24px',
    padding: '12px 16px',
    margin: 0,
    backgroundColor: 'var(--paper)',
    borderBottom: '1px solid var(--line)',
  },
  '& > .facts > div': { display: 'flex', minHeight: 24 },
  '& dt': { minWidth: 88, paddingRight: 8, flex: 'none', fontSize: 12, lineHeight: '20px', color: 'var(--text-2)' },
  '& dd': { margin: 0, minWidth: 0, overflowWrap: 'anywhere' },
  '& > section': { borderBottom: '1px solid var(--line)', padding: '8px 16px 12px', minWidth: 0 },
  '& > section + section': { borderLeft: '1px solid var(--line)' },
  '& > .check': { borderLeft: 0 },
  '& section > header': { display: 'flex', alignItems: 'baseline', gap: 8, minHeight: 32, paddingTop: 4 },
  '& header .note': { fontSize: 12, color: 'var(--text-2)' },
  '& .scroll': { maxHeight: 320, overflowY: 'auto' },
  '& .confirm': { backgroundColor: 'var(--paper)', display: 'flex', flexDirection: 'column', gap: 8 },
  '& td.number, & th.number': { paddingRight: 20 },
  '& .honest': { marginTop: 8, fontSize: 13 },
});

interface PreviewProps {
  choice: BundleChoice;
  preview: Preview;
  target: PathToken | null;
  isRead: boolean;
  password: string;
  passwordError: string | undefined;
  isBusy: boolean;
  onTarget: () => void;
  onRead: (isRead: boolean) => void;
  onPassword: (password: string) => void;
  /** A failure, shown over the confirmation. */
  children?: ReactNode;
}

export function BundlePreview(props: PreviewProps) {
  const { t } = useTranslation();
  const { choice, preview } = props;
  return (
    <Frame>
      <dl className="facts">
        <Fact
          label={t('evidence.levelWord')}
          value={choice.level === null ? '' : t(`evidence.level.${choice.level}`)}
        />
        <Fact label={t('evidence.recipient')} value={choice.recipient} />
        <Fact label={t('evidence.approval.title')} value={approvalWords(choice)} />
        <Fact
          label={t('asOf.word')}
          value={
            choice.past === null ? t('evidence.asOf.now') : `${choice.past.text} ${t(`asOf.${choice.past.reading}`)}`
          }
        />
        <Fact label={t('evidence.purpose')} value={choice.purpose} />
        <Fact label={t('evidence.approval.form')} value={choice.approval.form || '—'} />
      </dl>
      <Given preview={preview} hasPublicList={choice.publicList && mayListPublicly(choice)} />
      <Withheld preview={preview} />
      <CheckMethods />
      <Confirmation {...props} />
    </Frame>
  );
}

function approvalWords({ approval }: BundleChoice): string {
  const { approver, dayText } = approval;
  return approver.trim() === '' ? '—' : `${approver} ${dayText}`;
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function ScrollArea({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className="scroll" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}

function Given({ preview, hasPublicList }: { preview: Preview; hasPublicList: boolean }) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const { records } = sums(preview);
  return (
    <section aria-label={t('evidence.given')}>
      <header>
        <h2>{t('evidence.given')}</h2>
        <span className="note">{t('evidence.givenNote', { count: countText(records) })}</span>
      </header>
      <ScrollArea label={t('evidence.material')}>
        <SmallTable>
          <thead>
            <tr>
              <th>{t('evidence.material')}</th>
              <th className="number">{t('evidence.count')}</th>
              <th>{t('evidence.format')}</th>
              <th>{t('evidence.remark')}</th>
            </tr>
          </thead>
          <tbody>
            {preview.given.map(({ register, records: count, attachments, attachmentBytes, opened, unnamed }) => (
              <tr key={register}>
                <td>{label(registerOf(register).label)}</td>
                <td className="number fixed">{countText(count)}</td>
                <td className="quiet fixed">xlsx　json</td>
                <td className="quiet">
                  {[
                    opened > 0 ? t('evidence.opened.count', { count: countText(opened) }) : '',
                    attachments > 0
                      ? t('evidence.withFiles', { count: countText(attachments), size: sizeText(attachmentBytes) })
                      : '',
                    unnamed > 0 ? t('evidence.unnamed', { count: countText(unnamed) }) : '',
                  ]
                    .filter((part) => part !== '')
                    .join(t('list.sentenceSeparator'))}
                </td>
              </tr>
            ))}
            <tr>
              <td>{t('evidence.reportPart')}</td>
              <td className="number" />
              <td className="quiet">pdf　html</td>
              <td className="quiet">{t('evidence.reportRemark')}</td>
            </tr>
            {hasPublicList ? (
              <tr>
                <td>{t('evidence.publicList')}</td>
                <td className="number" />
                <td className="quiet">pdf</td>
                <td className="quiet">R02</td>
              </tr>
            ) : null}
            <tr>
              <td>{t('evidence.journalPart')}</td>
              <td className="number" />
              <td className="quiet">json</td>
              <td className="quiet">{t('evidence.journalRemark')}</td>
            </tr>
          </tbody>
        </SmallTable>
      </ScrollArea>
    </section>
  );
}

function Withheld({ preview }: { preview: Preview }) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const fieldLabel = (register: string, field: string) => {
    if (field === 'attachments') return t('attachment.title');
    if (field === 'records') return t('evidence.frozenRecords');
    const found = registerOf(register).fields.find(({ key }) => key === field);
    return found ? label(found.label) : field;
  };
  return (
    <section aria-label={t('evidence.withheld')}>
      <header>
        <h2>{t('evidence.withheld')}</h2>
        <span className="note">{t('evidence.withheldNote')}</span>
      </header>
      {preview.withheld.length === 0 ? (
        <p>{t('evidence.nothingWithheld')}</p>
      ) : (
        <ScrollArea label={t('evidence.content')}>
          <SmallTable>
            <thead>
              <tr>
                <th>{t('evidence.register')}</th>
                <th>{t('evidence.content')}</th>
                <th className="number">{t('evidence.count')}</th>
                <th>{t('evidence.treatment')}</th>
                <th>{t('evidence.reasonWord')}</th>
                <th>{t('evidence.later')}</th>
              </tr>
            </thead>
            <tbody>
              {preview.withheld.map(({ register, field, values, reason, shown }) => (
                <tr key={`${register}/${field}`}>
                  <td>{label(registerOf(register).noun)}</td>
                  <td>{fieldLabel(register, field)}</td>
                  <td className="number fixed">{countText(values)}</td>
                  <td>{t(`evidence.shown.${shown}`)}</td>
                  <td className="quiet">{t(`evidence.reason.${reason}`)}</td>
                  <td className="quiet fixed">
                    {field === 'records' ? t('evidence.laterNot') : t('evidence.commitment')}
                  </td>
                </tr>
              ))}
            </tbody>
          </SmallTable>
        </ScrollArea>
      )}
    </section>
  );
}

const methods: readonly { key: string; command: string }[] = [
  { key: 'oneFile', command: 'certutil -hashfile' },
  { key: 'allFiles', command: 'sha256sum -c' },
  { key: 'complete', command: 'BagIt 1.0' },
  { key: 'seal', command: 'openssl' },
  { key: 'journal', command: 'verify.html' },
];

function CheckMethods() {
  const { t } = useTranslation();
  return (
    <section className="check" aria-label={t('evidence.checks')}>
      <header>
        <h2>{t('evidence.checks')}</h2>
        <span className="note">{t('evidence.checksNote')}</span>
      </header>
      <SmallTable>
        <thead>
          <tr>
            <th>{t('evidence.checkWhat')}</th>
            <th>{t('evidence.checkHow')}</th>
            <th>{t('evidence.checkWith')}</th>
          </tr>
        </thead>
        <tbody>
          {methods.map(({ key, command }) => (
            <tr key={key}>
              <td>{t(`evidence.check.${key}`)}</td>
              <td className="mono">{command}</td>
              <td className="quiet">{t(`evidence.checkTool.${key}`)}</td>
            </tr>
          ))}
        </tbody>
      </SmallTable>
      <p className="honest">{t('audit.promise')}</p>
    </section>
  );
}

function Confirmation(props: PreviewProps) {
  const { t } = useTranslation();
  const { user } = useSession();
  const id = useId();
  const { records, attachments, opened, sealed, personal } = sums(props.preview);
  return (
    <section className="confirm" aria-label={t('evidence.confirm')}>
      <header>
        <h2>{t('evidence.confirm')}</h2>
      </header>
      {props.children}
      <p>{t('evidence.confirmGiven', { records: countText(records), attachments: countText(attachments) })}</p>
      {opened > 0 ? <p>{t('evidence.confirmOpened', { opened: countText(opened) })}</p> : null}
      <p>{t('evidence.confirmWithheld', { sealed: countText(sealed), personal: countText(personal) })}</p>
      <p>
        {props.target ? t('evidence.target', { name: props.target.name }) : t('evidence.noTarget')}{' '}
        <Button size="tiny" disabled={props.isBusy} onClick={props.onTarget}>
          {props.target ? t('evidence.changeTarget') : t('evidence.chooseTarget')}
        </Button>
      </p>
      <FormControlLabel
        control={<Checkbox checked={props.isRead} onChange={(event) => props.onRead(event.target.checked)} />}
        label={t('evidence.haveRead')}
      />
      <FormField
        id={`${id}-password`}
        label={t('evidence.password', { name: user.name })}
        required
        help={t('evidence.passwordHelp')}
        error={props.passwordError}
      >
        <TextInput
          id={`${id}-password`}
          type="password"
          autoComplete="off"
          maxLength={1024}
          value={props.password}
          disabled={props.isBusy}
          aria-invalid={props.passwordError !== undefined}
          aria-describedby={describedBy(`${id}-password`, 'help', props.passwordError)}
          onChange={(event) => props.onPassword(event.target.value)}
        />
      </FormField>
    </section>
  );
}
