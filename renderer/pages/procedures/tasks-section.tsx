// What follows a decision: marks and notices as one list, ticked off some or all at once.
import { Button, Checkbox } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordRow } from '../../../shared/contract/routes/common.ts';
import { fieldOf } from '../../../shared/registers/definition.ts';
import { procedureTaskRegister } from '../../../shared/registers/procedure-task.ts';
import { useCommand } from '../../api/queries.ts';
import { useSession } from '../../app/session.tsx';
import { useToast } from '../../app/toasts.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { fieldText } from '../../components/field-text.ts';
import { HiddenText } from '../../components/hidden-text.tsx';
import { Section, SmallTable } from '../../components/section.tsx';
import { StatusTag } from '../../components/tags.tsx';
import { countText, useLanguage } from '../../i18n/format.ts';
import { FinishDialog, type Finishing } from './finish-dialog.tsx';

/** The list; nothing while a run has no tasks. */
export function TasksSection({ tasks, canEdit }: { tasks: readonly RecordRow[]; canEdit: boolean }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const { scheme } = useSession();
  const toast = useToast();
  const finish = useCommand('procedure.finishTasks');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [dialog, setDialog] = useState<'done' | 'notNeeded' | null>(null);
  const open = tasks.filter(({ status }) => status === 'open');
  const picked = open.filter(({ id }) => chosen.has(id));
  if (tasks.length === 0) return null;
  const context = { language, scheme, t };
  const field = (key: string) => fieldOf(procedureTaskRegister, key);
  const subject = (task: RecordRow) =>
    ['carrier', 'person', 'post'].map((key) => task.labels[key]).find((text) => text) ?? '—';

  function ask(outcome: 'done' | 'notNeeded'): void {
    finish.reset();
    setDialog(outcome);
  }

  function act(finishing: Finishing): void {
    finish.mutate(
      { ids: picked.map(({ id }) => id), ...finishing },
      {
        onSuccess: ({ finished, closed }) => {
          setChosen(new Set());
          setDialog(null);
          toast(t(closed.length > 0 ? 'procedure.tasks.closed' : 'procedure.tasks.finished', { count: finished }));
        },
      },
    );
  }

  return (
    <Section
      id="tasks"
      title={t('procedure.tasks.title')}
      note={t('procedure.tasks.note', { open: countText(open.length), all: countText(tasks.length) })}
      actions={
        canEdit && open.length > 0 ? (
          <>
            <Button
              size="tiny"
              onClick={() => setChosen(new Set(picked.length === open.length ? [] : open.map(({ id }) => id)))}
            >
              {picked.length === open.length ? t('procedure.tasks.none') : t('procedure.tasks.all')}
            </Button>
            <Button size="tiny" disabled={picked.length === 0 || finish.isPending} onClick={() => ask('notNeeded')}>
              {t('procedure.tasks.notNeeded')}
            </Button>
            <Button size="tiny" disabled={picked.length === 0 || finish.isPending} onClick={() => ask('done')}>
              {t('procedure.tasks.fromPaper')}
            </Button>
            <Button
              size="tiny"
              variant="contained"
              disabled={picked.length === 0 || finish.isPending}
              onClick={() => act({ outcome: 'done' })}
            >
              {t('procedure.tasks.done', { count: picked.length })}
            </Button>
          </>
        ) : null
      }
    >
      {finish.isError && dialog === null ? <ErrorPanel error={finish.error} /> : null}
      {dialog === null ? null : (
        <FinishDialog
          outcome={dialog}
          count={picked.length}
          isPending={finish.isPending}
          error={finish.error}
          onFinish={act}
          onClose={() => setDialog(null)}
        />
      )}
      <SmallTable>
        <thead>
          <tr>
            <th style={{ width: 32 }}>
              <HiddenText>{t('list.rowActions')}</HiddenText>
            </th>
            <th>{t('procedure.tasks.what')}</th>
            <th>{t('procedure.tasks.on')}</th>
            <th>{t('procedure.name')}</th>
            <th>{t('column.status')}</th>
            <th>{t('procedure.tasks.by')}</th>
            <th>{t('procedure.tasks.remark')}</th>
          </tr>
        </thead>
        <tbody>
          {tasks.map((task) => (
            <tr key={task.id} className={task.status === 'open' ? '' : 'closed'}>
              <td>
                {canEdit && task.status === 'open' ? (
                  <Checkbox
                    size="small"
                    checked={chosen.has(task.id)}
                    slotProps={{
                      input: { 'aria-label': `${fieldText(field('kind'), task, context)} ${subject(task)}` },
                    }}
                    onChange={(event) => {
                      const next = new Set(chosen);
                      if (event.target.checked) next.add(task.id);
                      else next.delete(task.id);
                      setChosen(next);
                    }}
                  />
                ) : null}
              </td>
              <td className="fixed">{fieldText(field('kind'), task, context)}</td>
              <td>{subject(task)}</td>
              <td>{task.labels.secret}</td>
              <td className="fixed">
                <StatusTag register={procedureTaskRegister} status={task.status} isVoid={false} place="grid" />
              </td>
              <td className="fixed">{[task.values.doneBy, task.values.doneOn].filter(Boolean).join(' ')}</td>
              <td>{String(task.values.note ?? '')}</td>
            </tr>
          ))}
        </tbody>
      </SmallTable>
    </Section>
  );
}
