// What the menu of a record offers besides editing and voiding: keeping it in place, erasing, and of a bundle its rebuilding
// and disclosure. Owns the dialogs these open.
import type { TFunction } from 'i18next';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { templateOf } from '../../../../shared/procedures/templates.ts';
import { canBeSealed, type RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { useRead } from '../../../api/queries.ts';
import { useRights } from '../../../app/session.tsx';
import { useLanguage } from '../../../i18n/format.ts';
import { RebuildDialog } from '../../evidence/rebuild-dialog.tsx';
import { useMayIssue } from '../../evidence/rights.ts';
import { fittingTemplates } from '../../procedures/procedure-words.ts';
import { inForcePath } from '../../reports/in-force-choice.ts';
import { CompartmentDialog } from './compartment-dialog.tsx';
import { ErasureDialog } from './erasure-dialog.tsx';
import { type MarkAct, MarkDialog } from './mark-dialog.tsx';
import { usePaperCommands } from './paper-commands.tsx';
import type { RecordCommand } from './record-header.tsx';
import { MarkNotices, type RecordMarks } from './record-marks.tsx';
import type { RecordAnswer } from './record-page.tsx';

interface RecordCommands {
  commands: readonly RecordCommand[];
  /** Frozen: nothing of it may be changed. */
  isFrozen: boolean;
  notices: ReactNode;
  dialogs: ReactNode;
}

type Open = { mark: MarkAct } | { erase: 'personal' | 'purge' } | 'rebuild' | 'compartment' | null;

/** The step that comes next of each: hold or lift it, freeze or lift it, and what may be erased meanwhile. */
function keepingCommands({ marks }: RecordMarks, t: TFunction, open: (what: Open) => void): RecordCommand[] {
  const isFrozen = marks.some(({ kind }) => kind === 'frozen');
  const isHeld = marks.some(({ kind }) => kind === 'hold');
  const mark = (act: MarkAct) => ({ key: act, word: t(`mark.menu.${act}`), act: () => open({ mark: act }) });
  const kind = isFrozen ? 'purge' : 'personal';
  return [
    mark(isHeld ? 'unhold' : 'hold'),
    mark(isFrozen ? 'unfreeze' : 'freeze'),
    ...(isHeld
      ? []
      : [{ key: kind, word: t(`erasure.menu.${kind}`), isDangerous: true, act: () => open({ erase: kind }) }]),
  ];
}

export function useRecordCommands(register: RegisterDefinition, answer: RecordAnswer): RecordCommands {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const navigate = useNavigate();
  const rights = useRights();
  const mayIssue = useMayIssue();
  const [opened, setOpened] = useState<Open>(null);
  const { record } = answer;
  const found = useRead('mark.list', { register: register.key, id: record.id });
  const marks: RecordMarks = found.data ?? { marks: [], erased: [] };
  const paper = usePaperCommands(register, record);
  const close = () => setOpened(null);
  const bundleCommands: RecordCommand[] =
    register.key === 'bundle' && mayIssue
      ? [
          {
            key: 'disclose',
            word: t('evidence.disclose.menu'),
            act: () => void navigate(`/evidence/${record.id}/disclose`),
          },
          { key: 'rebuild', word: t('evidence.rebuild.menu'), act: () => setOpened('rebuild') },
        ]
      : [];
  const inForceCommands: RecordCommand[] =
    register.key === 'secret'
      ? [
          {
            key: 'inForce',
            word: t('inForce.menu'),
            act: () => void navigate(inForcePath({ ids: [record.id] })),
          },
        ]
      : [];
  const state = { records: [record] };
  const procedureCommands: RecordCommand[] =
    rights.write && rights.owns(register, record)
      ? fittingTemplates(register.key, [record]).map((template) => ({
          key: template.key,
          word: label(template.start),
          act: () => void navigate(`/procedures/new/${template.key}`, { state }),
        }))
      : [];
  const subject = { id: record.id, title: String(record.values[register.title] ?? '') };
  if (rights.write && register.key === 'disclosureReview' && record.status === 'draft')
    procedureCommands.push({
      key: 'disclosureReview',
      word: label(templateOf('disclosureReview').start),
      act: () => void navigate('/procedures/new/disclosureReview', { state: { records: [], subject } }),
    });
  const compartmentCommands: RecordCommand[] =
    rights.clearance && register.fields.some(canBeSealed)
      ? [{ key: 'compartment', word: t('clearance.assign'), act: () => setOpened('compartment') }]
      : [];
  return {
    commands: [
      ...procedureCommands,
      ...paper.commands,
      {
        key: 'journal',
        word: t('record.inJournal'),
        act: () => void navigate(`/audit?register=${register.key}&record=${record.id}`),
      },
      ...inForceCommands,
      ...bundleCommands,
      ...compartmentCommands,
      ...(rights.decide ? keepingCommands(marks, t, setOpened) : []),
    ],
    isFrozen: marks.marks.some(({ kind }) => kind === 'frozen'),
    notices: (
      <>
        <MarkNotices register={register} marks={marks} />
        {paper.notice}
      </>
    ),
    dialogs: (
      <>
        {typeof opened === 'object' && opened !== null && 'mark' in opened ? (
          <MarkDialog register={register} id={record.id} act={opened.mark} onClose={close} />
        ) : null}
        {typeof opened === 'object' && opened !== null && 'erase' in opened ? (
          <ErasureDialog register={register} answer={answer} kind={opened.erase} onClose={close} />
        ) : null}
        {paper.dialog}
        {opened === 'compartment' ? <CompartmentDialog register={register} answer={answer} onClose={close} /> : null}
        {opened === 'rebuild' ? <RebuildDialog record={record} onClose={close} /> : null}
      </>
    ),
  };
}
