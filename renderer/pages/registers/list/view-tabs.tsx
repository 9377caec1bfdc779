// The tabs over a list: built-in views, the user's saved ones, and saving what is shown as a view.
import { ButtonBase, IconButton, Menu, MenuItem } from '@mui/material';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedView } from '../../../../shared/contract/routes/views.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { useCommand } from '../../../api/queries.ts';
import { useSession } from '../../../app/session.tsx';
import { useToast } from '../../../app/toasts.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { FormField, TextInput } from '../../../components/form-field.tsx';
import { ChevronIcon } from '../../../components/icons.tsx';
import { countText, useLanguage } from '../../../i18n/format.ts';
import type { ListLayout } from './list-layout.ts';
import { contentOf, isChanged, leaveSaved, savedKey, stateOf } from './saved-views.ts';
import type { ListModel } from './use-list.ts';

interface ViewTabsProps {
  register: RegisterDefinition;
  list: ListModel;
  layout: ListLayout;
}

type Asking = { kind: 'new' } | { kind: 'update' | 'rename' | 'remove'; view: SavedView };

/** The tabs of the present day; a past one has none. */
export function ViewTabs({ register, list, layout }: ViewTabsProps) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const { vault } = useSession();
  const toast = useToast();
  const save = useCommand('view.save');
  const remove = useCommand('view.remove');
  const [asking, setAsking] = useState<Asking | null>(null);
  const { state, change, views, saved, savedViews, base } = list;
  const content = contentOf(base, state, layout);
  const canSave = !vault.readOnly;

  async function keep(view: SavedView | null, name: string): Promise<void> {
    const isRenaming = view !== null && view.name !== name;
    const kept = await save.mutateAsync({
      id: view?.id ?? null,
      register: register.key,
      name,
      content: isRenaming ? view.content : content,
    });
    toast(t('view.saved', { name: kept.name }));
    if (view === null) change({ view: savedKey(kept.id), page: state.page });
  }

  return (
    <>
      {views.map((view) => (
        <ButtonBase
          key={view.key}
          className="tab"
          aria-current={saved === null && view.key === base}
          onClick={() => change(saved === null ? { view: view.key } : leaveSaved(register, view.key))}
        >
          {typeof view.word === 'string' ? t(view.word) : label(view.word)}
          {view.count === null ? null : <span className="count">{countText(view.count)}</span>}
        </ButtonBase>
      ))}
      {savedViews.map((view) => {
        const isHere = view.id === saved?.id;
        return (
          <span key={view.id} className="saved">
            <ButtonBase className="tab" aria-current={isHere} onClick={() => change(stateOf(view))} title={view.name}>
              <span className="name">{view.name}</span>
              {isHere && isChanged(view, content) ? <span className="count">{t('view.changed')}</span> : null}
            </ButtonBase>
            {isHere && canSave ? (
              <ViewMenu
                view={view}
                canUpdate={isChanged(view, content)}
                onUpdate={() => setAsking({ kind: 'update', view })}
                onRename={() => setAsking({ kind: 'rename', view })}
                onRemove={() => setAsking({ kind: 'remove', view })}
              />
            ) : null}
          </span>
        );
      })}
      {canSave ? (
        <ButtonBase className="tab" onClick={() => setAsking({ kind: 'new' })}>
          {t('view.save')}
        </ButtonBase>
      ) : null}
      {asking?.kind === 'update' ? (
        <ConfirmDialog
          title={t('view.updateTitle', { name: asking.view.name })}
          sentences={[t('view.saveSentence')]}
          confirm={t('view.saveConfirm')}
          onCancel={() => setAsking(null)}
          onConfirm={async () => {
            await keep(asking.view, asking.view.name);
            setAsking(null);
          }}
        />
      ) : null}
      {asking?.kind === 'remove' ? (
        <ConfirmDialog
          title={t('view.removeTitle', { name: asking.view.name })}
          sentences={[t('view.removeSentence')]}
          confirm={t('view.remove')}
          danger
          onCancel={() => setAsking(null)}
          onConfirm={async () => {
            await remove.mutateAsync({ id: asking.view.id });
            setAsking(null);
            change(leaveSaved(register, 'all'));
          }}
        />
      ) : null}
      {asking?.kind === 'new' || asking?.kind === 'rename' ? (
        <NameDialog
          view={asking.kind === 'rename' ? asking.view : null}
          taken={savedViews.filter(({ id }) => asking.kind === 'new' || id !== asking.view.id).map(({ name }) => name)}
          onClose={() => setAsking(null)}
          onSave={async (name) => {
            await keep(asking.kind === 'rename' ? asking.view : null, name);
            setAsking(null);
          }}
        />
      ) : null}
    </>
  );
}

function ViewMenu(props: {
  view: SavedView;
  canUpdate: boolean;
  onUpdate: () => void;
  onRename: () => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  const anchor = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const act = (command: () => void) => () => {
    setOpen(false);
    command();
  };
  const name = t('view.actions', { name: props.view.name });
  return (
    <>
      <IconButton
        ref={anchor}
        size="small"
        aria-label={name}
        title={name}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(true)}
      >
        <ChevronIcon />
      </IconButton>
      <Menu open={isOpen} anchorEl={anchor.current} onClose={() => setOpen(false)}>
        <MenuItem disabled={!props.canUpdate} onClick={act(props.onUpdate)}>
          {t('view.update')}
        </MenuItem>
        <MenuItem onClick={act(props.onRename)}>{t('view.rename')}</MenuItem>
        <MenuItem onClick={act(props.onRemove)}>{t('view.removeCommand')}</MenuItem>
      </Menu>
    </>
  );
}

function NameDialog(props: {
  view: SavedView | null;
  taken: readonly string[];
  onClose: () => void;
  onSave: (name: string) => Promise<void>;
}) {
  const { t } = useTranslation();
  const id = useId();
  const [name, setName] = useState(props.view?.name ?? '');
  const [error, setError] = useState<string>();

  async function confirm(): Promise<unknown> {
    const given = name.normalize('NFC').trim();
    if (given === '' || props.taken.includes(given)) {
      setError(t(given === '' ? 'view.nameMissing' : 'view.nameTaken'));
      return false;
    }
    return props.onSave(given);
  }

  return (
    <ConfirmDialog
      title={t(props.view === null ? 'view.saveTitle' : 'view.renameTitle')}
      sentences={props.view === null ? [t('view.saveSentence')] : []}
      confirm={t('view.saveConfirm')}
      onCancel={props.onClose}
      onConfirm={confirm}
    >
      <FormField id={id} label={t('view.name')} error={error} required sx={{ mt: 1.5 }}>
        <TextInput
          id={id}
          autoFocus
          value={name}
          maxLength={40}
          aria-invalid={error !== undefined}
          onChange={(event) => {
            setName(event.target.value);
            setError(undefined);
          }}
        />
      </FormField>
    </ConfirmDialog>
  );
}
