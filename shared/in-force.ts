// The report on what was in force on a date: what a line of it is, and the words around it, the same in the window and on paper.
// Words and types only; decides nothing about what was in force.
import type { AsOf } from './contract/routes/common.ts';
import type { Label } from './registers/definition.ts';

/** What a line is about, in the order of the report. */
export const inForceKinds = [
  'grading',
  'owner',
  'measure',
  'keeping',
  'scope',
  'carrier',
  'person',
  'agreement',
  'post',
  'attachment',
] as const;
export type InForceKind = (typeof inForceKinds)[number];

/** What the reading that was not asked for says of a line: the same, something else, or nothing. */
export type OtherReading = { state: 'same' | 'different' | 'absent'; text: string | null };

export interface InForceLine {
  kind: InForceKind;
  text: string;
  /** By the paper. */
  factDate: string | null;
  /** Number of the approval, reason, approver, as they were recorded. */
  paper: string | null;
  recordedAtMs: number;
  /** Recorded after the date asked for. */
  isAfter: boolean;
  lateEntry: boolean;
  other: OtherReading;
}

export interface InForceSecret {
  id: string;
  number: string | null;
  name: string;
  /** Status of today, where it is another. */
  statusToday: string | null;
  lines: InForceLine[];
  /** Lines of people, posts, carriers and attachments beyond those listed. */
  more: number;
}

/** How many secrets each reading has in force, and how many both. */
export interface InForceCounts {
  fact: number;
  recorded: number;
  both: number;
  /** Of the reading asked for: left out because they wait for the state-secret authority. */
  frozen: number;
}

export type Language = 'zh' | 'en';

const kindLabels: Readonly<Record<InForceKind, Label>> = {
  grading: { zh: '密级、期限', en: 'Grade, term' },
  owner: { zh: '部门、责任人', en: 'Department, owner' },
  measure: { zh: '保密措施', en: 'Measures' },
  keeping: { zh: '载体、存放', en: 'Carrier form, place' },
  scope: { zh: '知悉范围', en: 'Scope of knowledge' },
  carrier: { zh: '载体', en: 'Carrier' },
  person: { zh: '知悉人', en: 'Person in the know' },
  agreement: { zh: '保密协议', en: 'Agreement' },
  post: { zh: '知悉岗位', en: 'Post in the know' },
  attachment: { zh: '附件', en: 'Attachment' },
};

/** Heads of the columns of a line. */
export const inForceColumns = {
  kind: { zh: '事项', en: 'Matter' },
  text: { zh: '内容', en: 'Content' },
  factDate: { zh: '事实日期', en: 'Fact date' },
  paper: { zh: '依据', en: 'Paper' },
  recorded: { zh: '记录时间', en: 'Recorded' },
  other: { zh: '另一口径', en: 'The other reading' },
} as const satisfies Record<string, Label>;

export const readingLabels: Readonly<Record<AsOf['reading'], Label>> = {
  fact: { zh: '依文书当日有效', en: 'In force by the documents' },
  recorded: { zh: '当日前已记录', en: 'Recorded by that date' },
};

const honest: Label = {
  zh: '可校验固定之后未被改动，不证明固定之前内容真实及形成时间。',
  en: 'It can be checked that nothing was changed after fixation; this does not prove that the content before fixation is true, nor when it came about.',
};

const readingSentences: Readonly<Record<AsOf['reading'], Label>> = {
  fact: {
    zh: '按文书所载日期列出，含其后补录的，逐行标明记录时间。只有“当日前已记录”可称由本系统记录所示。',
    en: "Listed by the dates on the papers, later entries included, each line with its time of recording. Only “recorded by that date” may be called shown by this system's records.",
  },
  recorded: {
    zh: '只列文书所载日期不晚于基准日、且基准日当日前已记入本系统的内容，由本系统记录所示。',
    en: "Only what its papers date by that day and this system had recorded by that day; shown by this system's records.",
  },
};

/** `2025年6月30日`; in English the date as it is. */
function dayText(date: string, language: Language): string {
  if (language === 'en') return date;
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日`;
}

const count = (value: number) => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** `在 2025年6月30日 有效的保护状况`. */
export function inForceTitle(date: string, language: Language): string {
  const day = dayText(date, language);
  return language === 'zh' ? `${day}有效的保护状况` : `Protection in force on ${day}`;
}

/** The word for what a line is about. */
export function kindText(kind: InForceKind, language: Language): string {
  return kindLabels[kind][language];
}

/** The statements at the head of the report: reading, both counts, what may be concluded. */
export function inForceHead(
  { date, reading }: AsOf,
  { fact, recorded, both, frozen }: InForceCounts,
  isPart: boolean,
  language: Language,
): (readonly [label: string, text: string])[] {
  const isZh = language === 'zh';
  const other = reading === 'fact' ? recorded : fact;
  const own = reading === 'fact' ? fact : recorded;
  const otherReading = reading === 'fact' ? 'recorded' : 'fact';
  const counts = isZh
    ? `${readingLabels[reading].zh} ${count(own)} 项；${readingLabels[otherReading].zh} ${count(other)} 项；两种口径均在册 ${count(both)} 项。`
    : `${readingLabels[reading].en}: ${count(own)}; ${readingLabels[otherReading].en.toLowerCase()}: ${count(other)}; in both readings: ${count(both)}.`;
  const parts = [
    counts,
    ...(isPart ? [isZh ? '按所选条件列出，不是全部秘点。' : 'By the chosen conditions; not all secret points.'] : []),
    ...(frozen > 0
      ? [
          isZh
            ? `另有 ${count(frozen)} 项待保密工作机构答复，未列入。`
            : `${count(frozen)} wait for an answer of the state-secret authority and are left out.`,
        ]
      : []),
  ];
  return [
    [isZh ? '基准日' : 'Reference date', dayText(date, language)],
    [
      isZh ? '口径' : 'Reading',
      `${readingLabels[reading][language]}${isZh ? '。' : '. '}${readingSentences[reading][language]}`,
    ],
    [isZh ? '项数' : 'Counts', parts.join(isZh ? '' : ' ')],
    [isZh ? '说明' : 'Note', honest[language]],
  ];
}

/** The head of one secret: number, name, and today's status where it is another. */
export function secretHead({ number, name, statusToday }: InForceSecret, language: Language): string {
  const today =
    statusToday === null ? null : language === 'zh' ? `（今日状态：${statusToday}）` : `(today: ${statusToday})`;
  return [number, name, today].filter((part) => part !== null && part !== '').join('　');
}

/** What the other reading says of a line. */
export function otherText({ state, text }: OtherReading, reading: AsOf['reading'], language: Language): string {
  const said = text ?? '—';
  const words: Record<AsOf['reading'], Record<OtherReading['state'], Label>> = {
    fact: {
      same: { zh: '当日前已记录', en: 'recorded by that date' },
      different: { zh: `当日前所记：${said}`, en: `recorded by that date: ${said}` },
      absent: { zh: '记录于其后，当日前未记录', en: 'recorded later, not by that date' },
    },
    recorded: {
      same: { zh: '依文书当日亦同', en: 'the same by the documents' },
      different: { zh: `依其后记录的文书：${said}`, en: `by papers recorded later: ${said}` },
      absent: { zh: '依其后记录的文书，当日不在册', en: 'by papers recorded later, not in force' },
    },
  };
  return words[reading][state][language];
}

/** What stands below the lines of a secret of which not all are listed. */
export function moreText(more: number, language: Language): string {
  return language === 'zh'
    ? `另有 ${count(more)} 行未列，见系统内该秘点当日记录。`
    : `${count(more)} further lines: see the record as of that date.`;
}

/** What stands at the end of a report that has more secrets than paper takes. */
export function cappedText(shown: number, total: number, language: Language): string {
  return language === 'zh'
    ? `以上为前 ${count(shown)} 项；其余 ${count(total - shown)} 项未列入纸面，可按条件分别打印，共 ${count(total)} 项。`
    : `The first ${count(shown)} of ${count(total)}; print the other ${count(total - shown)} by conditions.`;
}
