// QR codes on paper, drawn from the modules of the kept library. Knows nothing of what they say.
import type { Content } from 'pdfmake/interfaces';
import qrcode from 'qrcode-generator';

/** Modules of white around a code, as readers need them (ISO/IEC 18004). */
const quietModules = 4;

/** The modules of a code for a text: true is dark. Texts beyond Latin are encoded as UTF-8. */
export function qrModules(text: string): boolean[][] {
  const code = qrcode(0, 'M');
  // The library takes the low byte of each character: so these are bytes.
  code.addData(Buffer.from(text, 'utf8').toString('latin1'), 'Byte');
  code.make();
  const count = code.getModuleCount();
  return Array.from({ length: count }, (_row, row) =>
    Array.from({ length: count }, (_column, column) => code.isDark(row, column)),
  );
}

/** A QR code as SVG: dark modules on nothing, the quiet zone included. */
export function qrSvg(text: string): string {
  const modules = qrModules(text);
  const cells = modules.flatMap((line, row) =>
    line.flatMap((isDark, column) => (isDark ? [`M${column + quietModules} ${row + quietModules}h1v1h-1z`] : [])),
  );
  const size = modules.length + 2 * quietModules;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}"><path d="${cells.join('')}" fill="#000000"/></svg>`;
}

/** The same as content of a page, so many points wide. */
export function qrContent(text: string, widthPoints: number): Content {
  return { svg: qrSvg(text), width: widthPoints };
}
