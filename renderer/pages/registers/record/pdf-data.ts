/// <reference types="vite/client" />
// Where the PDF reader finds its worker, character maps and stand-in fonts: all are files of the page, nothing is fetched
// from outside.
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import jbig2Url from 'pdfjs-dist/wasm/jbig2_nowasm_fallback.js?url';
import openJpegUrl from 'pdfjs-dist/wasm/openjpeg_nowasm_fallback.js?url';
import decodersUrl from './pdf-decoders.js?url';

const maps = import.meta.glob<string>('../../../../node_modules/pdfjs-dist/cmaps/*.bcmap', {
  query: '?url',
  import: 'default',
  eager: true,
});
const fonts = import.meta.glob<string>('../../../../node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}', {
  query: '?url',
  import: 'default',
  eager: true,
});

const urlOfName = new Map(
  [...Object.entries(maps), ...Object.entries(fonts)].map(([path, url]) => [
    path.slice(path.lastIndexOf('/') + 1),
    url,
  ]),
);

/** Hands the reader its data files by name. A class because the reader makes its own instance. */
class PageDataFactory {
  async fetch({ filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    const url = urlOfName.get(filename);
    if (url === undefined) throw new Error(`the page has no PDF data file ${filename}`);
    return new Uint8Array(await (await fetch(url)).arrayBuffer());
  }
}

export const pdfWorkerUrl = workerUrl;

/** What every document is opened with: no evaluated code, no WebAssembly (the page's policy allows neither), own data. */
export const pdfOptions = {
  isEvalSupported: false,
  useWasm: false,
  useWorkerFetch: false,
  enableXfa: false,
  // Only read by the reader to see that data is provided; the factory above knows the files by name.
  cMapUrl: '/',
  cMapPacked: true,
  standardFontDataUrl: '/',
  // The reader writes the name of a scan decoder behind this address; the slash is asked for by the reader.
  wasmUrl: `${decodersUrl}?jbig2=${jbig2Url}&openjpeg=${openJpegUrl}&name=/`,
  BinaryDataFactory: PageDataFactory,
};
