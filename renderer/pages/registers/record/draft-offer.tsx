// A form that was not saved: when it was kept, going on with it or giving it up.
import { Button } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { asCallError, call } from '../../../api/client.ts';
import { type Draft, type OpenDraft, useDrafts } from '../../../api/drafts.ts';
import { useCommand } from '../../../api/queries.ts';
import { useToast } from '../../../app/toasts.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { Notice } from '../../../components/notice.tsx';
import { momentOf } from '../../../i18n/format.ts';

const Line = styled('div')({
  display: 'flex',
  alignItems: 'center',
  flexWrap: 'wrap',
  gap: 8,
  '& > span': { flex: '1 1 280px' },
  '& + &': { marginTop: 4 },
});

/** Opening a draft of this place: the one the address names, or the one that is chosen. */
export function useOpenDraft(): {
  opened: OpenDraft | null;
  failure: unknown;
  open: (id: string) => void;
  close: () => void;
} {
  const [parameters, setParameters] = useSearchParams();
  const [opened, setOpened] = useState<OpenDraft | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const open = useCallback((id: string) => {
    setFailure(null);
    call('draft.open', { id }).then(setOpened, (error: unknown) => setFailure(asCallError(error)));
  }, []);
  const close = useCallback(() => setOpened(null), []);
  const named = parameters.get('draft');
  useEffect(() => {
    if (named === null) return;
    setParameters({}, { replace: true });
    open(named);
  }, [named, setParameters, open]);
  return { opened, failure, open, close };
}

/** Asks before a draft is given up. */
export function DiscardDraft({ draft, onClose }: { draft: Draft; onClose: () => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const discard = useCommand('draft.discard');
  return (
    <ConfirmDialog
      title={t('draft.discardTitle')}
      sentences={[t('draft.discardSentence', { at: momentOf(draft.savedAtMs) })]}
      confirm={t('draft.discard')}
      danger
      onCancel={onClose}
      onConfirm={async () => {
        await discard.mutateAsync({ id: draft.id });
        toast(t('draft.discarded'));
        onClose();
      }}
    />
  );
}

/** The offers for one form; nothing where there is none. `onOpen` is left out where the form cannot be opened now. */
export function DraftOffers(props: {
  place: { register: string; recordId: string | null };
  failure: unknown;
  onOpen: ((id: string) => void) | null;
}) {
  const { t } = useTranslation();
  const drafts = useDrafts(props.place);
  const [discarding, setDiscarding] = useState<Draft | null>(null);
  const { onOpen } = props;
  return (
    <>
      {props.failure === null ? null : <ErrorPanel error={props.failure} />}
      {drafts.length === 0 ? null : (
        <div style={{ padding: '12px 0 4px' }}>
          <Notice tone="ink">
            {drafts.map((draft) => (
              <Line key={draft.id}>
                <span>{t('draft.offer', { at: momentOf(draft.savedAtMs) })}</span>
                {onOpen === null ? null : (
                  <Button variant="outlined" onClick={() => onOpen(draft.id)}>
                    {t('draft.continue')}
                  </Button>
                )}
                <Button variant="text" onClick={() => setDiscarding(draft)}>
                  {t('draft.discard')}
                </Button>
              </Line>
            ))}
          </Notice>
        </div>
      )}
      {discarding === null ? null : <DiscardDraft draft={discarding} onClose={() => setDiscarding(null)} />}
    </>
  );
}
