// The report on what was in force on a date, on paper: head with reading and both counts, then a table for each secret. Shows what
// the in-force module computed; decides nothing itself.
import type { Content } from 'pdfmake/interfaces';
import {
  cappedText,
  type InForceLine,
  type InForceSecret,
  inForceColumns,
  inForceHead,
  inForceTitle,
  kindText,
  type Language,
  moreText,
  otherText,
  secretHead,
} from '../../../../shared/in-force.ts';
import { localDateTime } from '../../../../shared/time.ts';
import type { TaskContext } from '../../tasks.ts';
import type { VaultSession } from '../../vault/session.ts';
import { findInForce, type InForceChoice, inForceSecrets } from '../in-force/in-force-view.ts';
import { formBoxes } from '../paper/form-boxes.ts';
import type { PaperColumn, PaperRow } from '../paper/paper-table.ts';
import { countText } from '../paper/paper-text.ts';
import type { SectionKit } from '../paper/write-paper.ts';
import { contentDigest, demoMark, titleBlock, traceText } from './document-head.ts';
import type { PreparedDocument } from './register-document.ts';

/** Secrets on paper; the rest is printed by conditions. */
export const maximumInForceSecrets = 2000;
/** Lines on paper: what the layout holds in the memory of a worker. */
const maximumInForceLines = 30_000;
const secretsAtOnce = 100;

const ems: readonly (readonly [keyof typeof inForceColumns, least: number, wanted: number])[] = [
  ['kind', 5.2, 6.4],
  ['text', 13, 19],
  ['factDate', 5.6, 6],
  ['paper', 6, 9],
  ['recorded', 7.9, 8.4],
  ['other', 6.5, 9],
];

function rowOf(line: InForceLine, reading: InForceChoice['asOf']['reading'], language: Language): PaperRow {
  const isZh = language === 'zh';
  const marks = [
    ...(line.isAfter ? [isZh ? '晚于基准日' : 'after the date'] : []),
    ...(line.lateEntry ? [isZh ? '补' : 'late entry'] : []),
  ];
  return {
    cells: [
      kindText(line.kind, language),
      line.text,
      line.factDate ?? '—',
      line.paper ?? '—',
      [localDateTime(line.recordedAtMs), ...(marks.length > 0 ? [marks.join('　')] : [])].join('\n'),
      otherText(line.other, reading, language),
    ],
  };
}

function headPart(kit: SectionKit, rows: readonly (readonly [string, string])[]): Content {
  return formBoxes(
    kit.paper,
    kit.room.width,
    [4, 20],
    rows.map(([label, text]) => [
      { text: label, isLabel: true, fontSize: 9 },
      { text, fontSize: 9 },
    ]),
  );
}

/** The report as a document. Throws AppError `value_invalid`, `cancelled`. */
export function inForceDocument(
  session: VaultSession,
  choice: InForceChoice & { language: Language },
  job: TaskContext,
): PreparedDocument {
  const { asOf, language } = choice;
  const { organisation, demo } = session.settings;
  const found = findInForce(session, choice);
  const secrets: InForceSecret[] = [];
  let room = maximumInForceLines;
  const chosen = found.ids.slice(0, maximumInForceSecrets);
  for (let start = 0; start < chosen.length && room > 0; start += secretsAtOnce) {
    job.checkCancelled();
    for (const secret of inForceSecrets(session, asOf, chosen.slice(start, start + secretsAtOnce), language)) {
      // Whole secrets only: one that is listed is listed with all its lines.
      room -= secret.lines.length;
      if (room < 0) break;
      secrets.push(secret);
    }
  }
  const isPart = choice.ids !== null || choice.filters.length > 0 || choice.search.trim() !== '';
  const head = inForceHead(asOf, found.counts, isPart, language);
  const atMs = session.now();
  const title = inForceTitle(asOf.date, language);
  const digest = contentDigest([organisation, title, head, ...secrets]);
  const columns = ems.map(
    ([key, leastEm, wantedEm]): PaperColumn => ({ header: inForceColumns[key][language], leastEm, wantedEm }),
  );
  const secretPart = (kit: SectionKit, secret: InForceSecret, order: number): Content[] => [
    { text: '', margin: [0, 4] },
    ...kit.table({
      columns,
      rows: secret.lines.map((line) => rowOf(line, asOf.reading, language)),
      fontSizes: [8.5, 8],
      heading: {
        text: kit.paper.clean(`${countText(order)}　${secretHead(secret, language)}`),
        font: 'serif',
        bold: true,
        fontSize: 10.5,
      },
    }),
    ...(secret.more > 0 ? [{ text: moreText(secret.more, language), fontSize: 8.5 }] : []),
  ];
  return {
    digest,
    rows: secrets.length,
    document: {
      title: `${organisation}　${title}`,
      atMs,
      watermark: demo ? demoMark : null,
      trace: traceText(
        title,
        language === 'zh' ? `${countText(secrets.length)} 项` : countText(secrets.length),
        localDateTime(atMs),
        digest,
      ),
      sections: [
        {
          setup: { size: 'A4', orientation: 'portrait' },
          running: `${organisation}　${title}　${head[1]?.[1].split(/[。.]/)[0] ?? ''}`,
          signOffs: [],
          content: (kit) => [
            ...titleBlock(kit.paper, title, [organisation, ...(demo ? [demoMark] : [])], 18),
            headPart(kit, head),
            ...secrets.flatMap((secret, index) => secretPart(kit, secret, index + 1)),
            ...(found.ids.length > secrets.length
              ? [
                  {
                    text: cappedText(secrets.length, found.ids.length, language),
                    margin: [0, 8, 0, 0] as [number, number, number, number],
                  },
                ]
              : []),
          ],
        },
      ],
    },
  };
}
