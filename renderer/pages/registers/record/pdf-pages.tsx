// The pages of a PDF drawn on canvases, each when it comes into view. The reader is loaded only when a PDF is looked at.
import { LinearProgress } from '@mui/material';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../../components/notice.tsx';

interface OpenedPdf {
  document: PDFDocumentProxy;
  /** Height over width of the first page: what unseen pages are taken for. */
  ratio: number;
}

async function openPdf(bytes: Uint8Array): Promise<{ opened: OpenedPdf; close: () => void }> {
  const [reader, data] = await Promise.all([import('pdfjs-dist'), import('./pdf-data.ts')]);
  reader.GlobalWorkerOptions.workerSrc = data.pdfWorkerUrl;
  // The worker takes the bytes over: it gets a copy.
  const task = reader.getDocument({ ...data.pdfOptions, data: bytes.slice() });
  const document = await task.promise;
  const { width, height } = (await document.getPage(1)).getViewport({ scale: 1 });
  return { opened: { document, ratio: height / width }, close: () => void task.destroy() };
}

/** All pages of a document held in memory. */
export function PdfPages({ bytes }: { bytes: Uint8Array }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<OpenedPdf | null>(null);
  const [hasFailed, setFailed] = useState(false);

  useEffect(() => {
    let close = () => {};
    let isGone = false;
    openPdf(bytes).then(
      (result) => {
        close = result.close;
        if (isGone) close();
        else setOpened(result.opened);
      },
      () => setFailed(true),
    );
    return () => {
      isGone = true;
      close();
    };
  }, [bytes]);

  if (hasFailed) return <Notice tone="amber">{t('attachment.pdfUnreadable')}</Notice>;
  if (!opened) return <LinearProgress aria-label={t('attachment.opening')} />;
  const pages = Array.from({ length: opened.document.numPages }, (_item, index) => index + 1);
  return (
    <div style={{ display: 'flex', flexDirection: 'column', gap: 16, alignItems: 'center' }}>
      {pages.map((page) => (
        <PdfPage key={page} opened={opened} number={page} label={t('attachment.page', { page, pages: pages.length })} />
      ))}
    </div>
  );
}

const pageWidth = 880;

function PdfPage({ opened, number, label }: { opened: OpenedPdf; number: number; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isSeen, setSeen] = useState(number === 1);

  useEffect(() => {
    const element = canvas.current;
    if (!element || isSeen) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) setSeen(true);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [isSeen]);

  useEffect(() => {
    const element = canvas.current;
    if (!element || !isSeen) return;
    let cancel = () => {};
    let isGone = false;
    void opened.document.getPage(number).then((page) => {
      if (isGone) return;
      const plain = page.getViewport({ scale: 1 });
      const viewport = page.getViewport({ scale: (pageWidth / plain.width) * window.devicePixelRatio });
      element.width = Math.floor(viewport.width);
      element.height = Math.floor(viewport.height);
      const drawing = page.render({ canvas: element, viewport });
      cancel = () => drawing.cancel();
      // A drawing that is cancelled because the dialog closed is no failure.
      drawing.promise.catch(() => {});
    });
    return () => {
      isGone = true;
      cancel();
    };
  }, [isSeen, number, opened]);

  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={label}
      style={{
        width: pageWidth,
        maxWidth: '100%',
        aspectRatio: `1 / ${opened.ratio}`,
        height: 'auto',
        backgroundColor: '#fff',
        border: '1px solid var(--line)',
      }}
    />
  );
}
