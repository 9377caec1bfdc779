// Looks at a sealed file without writing it anywhere: images, PDF and text. Opening is an event in the journal, so it is
// done once per dialog. Everything read is dropped when the dialog closes.
import { Button, Dialog, DialogActions, DialogContent, DialogTitle, LinearProgress } from '@mui/material';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordRow } from '../../../../shared/contract/routes/common.ts';
import { asCallError, call } from '../../../api/client.ts';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { sizeText } from '../../../i18n/format.ts';
import { PdfPages } from './pdf-pages.tsx';

/** Larger files are saved as a copy and looked at there. */
const previewLimitBytes = 64 * 1024 * 1024;
const imageTypes: readonly string[] = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/bmp',
  'image/svg+xml',
];

type Shown =
  | { kind: 'image'; url: string }
  | { kind: 'pdf'; bytes: Uint8Array }
  | { kind: 'text'; text: string }
  | { kind: 'none' };

/** How a file of this type and name can be looked at. */
export function previewKind(mediaType: string, name: string): Shown['kind'] {
  if (imageTypes.includes(mediaType)) return 'image';
  if (mediaType === 'application/pdf' || /\.pdf$/i.test(name)) return 'pdf';
  if (mediaType.startsWith('text/') || mediaType === 'application/json' || /\.(txt|csv|md|json|log)$/i.test(name))
    return 'text';
  return 'none';
}

/** Text of office files: UTF-8 where it is, otherwise GB18030. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

async function readAll(handle: string, sizeBytes: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(sizeBytes);
  let offset = 0;
  for (;;) {
    const part = await call('attachment.read', { handle, offset });
    const piece = bytesOf(part.base64);
    bytes.set(piece, offset);
    offset += piece.length;
    if (part.end || piece.length === 0) return bytes.subarray(0, offset);
  }
}

async function open(id: string): Promise<Shown> {
  const file = await call('attachment.open', { id });
  const kind = previewKind(file.mediaType, file.name);
  if (kind === 'none' || file.sizeBytes > previewLimitBytes) return { kind: 'none' };
  const bytes = await readAll(file.handle, file.sizeBytes);
  if (kind === 'pdf') return { kind, bytes };
  if (kind === 'text') return { kind, text: decodeText(bytes) };
  return { kind, url: URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: file.mediaType })) };
}

/** Opens one attachment and shows it. */
export function PreviewDialog({ file, onClose }: { file: RecordRow; onClose: () => void }) {
  const { t } = useTranslation();
  const titleId = useId();
  const [shown, setShown] = useState<Shown | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const isAsked = useRef(false);
  const name = String(file.values.name ?? '');

  useEffect(() => {
    // The effect may run twice; the opening must be asked for, and recorded, once.
    if (isAsked.current) return;
    isAsked.current = true;
    open(file.id).then(setShown, (error: unknown) => setFailure(asCallError(error)));
  }, [file.id]);

  useEffect(
    () => () => {
      if (shown?.kind === 'image') URL.revokeObjectURL(shown.url);
    },
    [shown],
  );

  return (
    <Dialog
      open
      onClose={onClose}
      aria-labelledby={titleId}
      maxWidth={false}
      slotProps={{
        paper: { sx: { width: 'min(1040px, calc(100vw - 48px))', height: 'calc(100vh - 48px)', maxHeight: 'none' } },
      }}
    >
      <DialogTitle id={titleId} sx={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>
        {name}{' '}
        <small style={{ fontSize: 12, fontWeight: 400, color: 'var(--text-2)' }}>
          {sizeText(Number(file.values.sizeBytes ?? 0))}
        </small>
      </DialogTitle>
      <DialogContent sx={{ backgroundColor: 'var(--paper)' }} tabIndex={0}>
        {failure === null ? null : <ErrorPanel error={failure} />}
        {failure === null && shown === null ? <LinearProgress aria-label={t('attachment.opening')} /> : null}
        {shown?.kind === 'image' ? (
          <img src={shown.url} alt={name} style={{ maxWidth: '100%', display: 'block', margin: '0 auto' }} />
        ) : null}
        {shown?.kind === 'text' ? (
          <pre
            style={{
              margin: 0,
              whiteSpace: 'pre-wrap',
              overflowWrap: 'anywhere',
              fontSize: 13,
              lineHeight: '20px',
              fontFamily: 'inherit',
            }}
          >
            {shown.text}
          </pre>
        ) : null}
        {shown?.kind === 'pdf' ? <PdfPages bytes={shown.bytes} /> : null}
        {shown?.kind === 'none' ? <p>{t('attachment.noPreview')}</p> : null}
      </DialogContent>
      <DialogActions>
        <span style={{ flex: 1, fontSize: 12, color: 'var(--text-2)' }}>{t('attachment.openedNote')}</span>
        <Button size="medium" onClick={onClose}>
          {t('action.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
