// Sheets of recovery shares, A5, one a share: words, QR code, set, number, who keeps it. Each sheet holds its own share and nothing
// else that is secret.
import type { Content } from 'pdfmake/interfaces';
import { localDateTime } from '../../../../shared/time.ts';
import { version } from '../../../../shared/version.ts';
import type { MadeShares } from '../../vault/recovery.ts';
import { codeOf, shareCommitment, shortSet, type WordLanguage, wordsOf } from '../../vault/recovery-shares.ts';
import type { VaultSession } from '../../vault/session.ts';
import { formBoxes } from '../paper/form-boxes.ts';
import { qrContent } from '../paper/qr-code.ts';
import type { PaperDocument, PaperSection } from '../paper/write-paper.ts';
import { demoMark, titleBlock } from './document-head.ts';

const texts = {
  zh: {
    title: '恢复份额',
    head: (number: number, total: number) => `恢复份额　第 ${number} 份（共 ${total} 份）`,
    labels: ['套号', '凑足', '保管人', '校验'],
    enough: (threshold: number) => `任意 ${threshold} 份`,
    reading: (count: number) => `第 ${count} 个词为校验词。录入时逐词核对，从左到右、自上而下。`,
    use: [
      '用途：全体商密管理员均不能打开保密库时，凑足份数，可新设一名商密管理员。',
      '单独一份不能打开任何内容，也不能代替密码。',
      '请与其他各份分人、分处封存，不拍照、不复印、不录入其他设备。',
      '制作新的一套或使用一次之后，本份作废，应交回销毁。',
    ],
    signature: '领取人签字：＿＿＿＿＿＿＿＿　　　　　　年　　月　　日',
    made: '制作',
  },
  en: {
    title: 'Recovery share',
    head: (number: number, total: number) => `Recovery share ${number} of ${total}`,
    labels: ['Set', 'Enough', 'Kept by', 'Check'],
    enough: (threshold: number) => `any ${threshold}`,
    reading: (count: number) => `Word ${count} is the check word. Read across, then down; compare word by word.`,
    use: [
      'For: when no officer can open the vault any more, enough shares make a new officer.',
      'One share alone opens nothing and replaces no password.',
      'Keep it sealed, apart from the others and with another person; no photograph, no copy, on no device.',
      'Void once a new set is made or this one was used; hand it back to be destroyed.',
    ],
    signature: 'Received by: ________________    Date: ____________',
    made: 'made',
  },
} as const;
const wordsInRow = 3;
const qrPoints = 118;

/** The words, numbered, in rows of three: read downwards one goes wrong, read across not. */
function wordRows(words: readonly string[]) {
  const rows = [];
  for (let index = 0; index < words.length; index += wordsInRow)
    rows.push(
      words.slice(index, index + wordsInRow).flatMap((word, offset) => [
        { text: String(index + offset + 1), align: 'right' as const, fontSize: 8 },
        { text: word, fontSize: 13, align: 'center' as const },
      ]),
    );
  return rows;
}

function sheet(
  session: VaultSession,
  made: MadeShares,
  language: WordLanguage,
  { number, holder, share }: MadeShares['shares'][number],
): PaperSection {
  const { organisation, demo } = session.settings;
  const words = wordsOf(share, language);
  const total = made.shares.length;
  const said = texts[language];
  const check = shareCommitment(made.set, share).slice(0, 4).toUpperCase();
  return {
    setup: { size: 'A5', orientation: 'portrait' },
    running: `${organisation}　商业秘密　${said.title}`,
    signOffs: [],
    content: ({ paper, room: { width } }): Content[] => [
      ...titleBlock(paper, said.head(number, total), demo ? [demoMark] : [], 16),
      formBoxes(
        paper,
        width,
        [4, 10, 4, 8],
        [
          [
            { text: said.labels[0], isLabel: true },
            { text: shortSet(made.set), fontSize: 11 },
            { text: said.labels[1], isLabel: true },
            { text: said.enough(made.threshold) },
          ],
          [
            { text: said.labels[2], isLabel: true },
            { text: holder },
            { text: said.labels[3], isLabel: true },
            { text: check },
          ],
        ],
      ),
      { text: '', margin: [0, 4] },
      formBoxes(paper, width, [2, 7, 2, 7, 2, 7], wordRows(words)),
      {
        text: said.reading(words.length),
        fontSize: 8,
        margin: [0, 3, 0, 4],
      },
      {
        columns: [
          qrContent(codeOf(made.set, number, share), qrPoints),
          {
            width: '*',
            margin: [6, 4, 0, 0],
            fontSize: 8.5,
            lineHeight: 1.25,
            stack: said.use.map((text): Content => ({ text: paper.clean(text), margin: [0, 0, 0, 2] })),
          },
        ],
      },
      {
        text: said.signature,
        fontSize: 9,
        margin: [0, 6, 0, 0],
      },
    ],
  };
}

/** The sheets of a set, one page a share. They are made once and handed to whoever asked; nothing keeps them. */
export function recoverySheets(session: VaultSession, made: MadeShares, language: WordLanguage): PaperDocument {
  const set = shortSet(made.set);
  return {
    title: `${texts[language].title} ${set}`,
    atMs: made.atMs,
    watermark: session.settings.demo ? demoMark : null,
    // No digest of the content here: it would be one of the shares.
    trace: `${texts[language].title}　${set}　${texts[language].made} ${localDateTime(made.atMs)}　Midian ${version}`,
    sections: made.shares.map((share) => sheet(session, made, language, share)),
  };
}
