// The journal, or the part that was asked for, on paper: number, time, person, act, record, details. What it says of itself is
// the head it ends at, so that the sheet can be held against the vault later.

import { actionText } from '../../../../shared/messages/action-texts.ts';
import type { Label } from '../../../../shared/registers/definition.ts';
import { localDate, localDateTime } from '../../../../shared/time.ts';
import { headOf } from '../../journal/append.ts';
import { eventView } from '../../journal/event-view.ts';
import { countEvents, type EventFilter, listEvents } from '../../journal/list-events.ts';
import type { VaultSession } from '../../vault/session.ts';
import { countText } from '../paper/paper-text.ts';
import type { PaperForm } from './paper-forms.ts';
import { formDocument, type PreparedDocument, requirePrintable } from './register-document.ts';

const form: PaperForm = {
  code: '日志',
  title: '商业秘密保护日志摘录',
  head: [
    { label: '单位', fill: 'organisation' },
    { label: '打印日期', fill: 'printed' },
  ],
  setup: { size: 'A4', orientation: 'landscape' },
  columns: [],
  signOffs: ['打印人', '核对人'],
};

const columns = [
  { header: '序号', leastEm: 3, wantedEm: 4, align: 'right' as const },
  { header: '时间', leastEm: 6, wantedEm: 8.5 },
  { header: '账号', leastEm: 4, wantedEm: 5 },
  { header: '事项', leastEm: 5, wantedEm: 7 },
  { header: '台账与编号', leastEm: 7, wantedEm: 11 },
  { header: '说明', leastEm: 10, wantedEm: 22 },
];

function conditionNotes(session: VaultSession, { recordId, actor, day, action }: EventFilter): string[] {
  const parts = [
    recordId === null ? '' : `记录 ${recordId}`,
    actor === null ? '' : `账号 ${actor}`,
    day === null ? '' : `日期 ${day}`,
    action === null ? '' : `事项 ${actionText(action, 'zh')}`,
  ].filter((part) => part !== '');
  const { size, root } = headOf(session.db);
  return [
    ...(parts.length === 0 ? [] : [`按条件摘录：${parts.join('；')}`]),
    `日志共 ${countText(size)} 条，根值 ${root.toString('hex').toUpperCase()}`,
    '可校验固定之后未被改动，不证明固定之前内容真实及形成时间。',
  ];
}

/** A filter's events, earliest first. Throws AppError `document_too_long`. */
export function journalDocument(session: VaultSession, filter: EventFilter): PreparedDocument {
  requirePrintable(countEvents(session, filter));
  const labels = new Map<string, Label>(session.registry.all.map(({ key, noun }) => [key, noun]));
  const events = listEvents(session, filter, null, Number.MAX_SAFE_INTEGER).map(eventView).reverse();
  const rows = events.map(({ seq, atMs, actor, action, register, number, version, detail }) => ({
    cells: [
      countText(seq),
      localDateTime(atMs),
      actor,
      actionText(action, 'zh'),
      [
        register === null ? '' : (labels.get(register)?.zh ?? register),
        number ?? '',
        version === null ? '' : `第 ${version} 版`,
      ]
        .filter((part) => part !== '')
        .join(' '),
      Object.entries(detail)
        .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
        .join('；'),
    ],
  }));
  const { organisation, demo } = session.settings;
  const atMs = session.now();
  return formDocument({
    form,
    organisation,
    demo,
    atMs,
    time: localDateTime(atMs),
    date: localDate(atMs),
    notes: conditionNotes(session, filter),
    what: `${countText(rows.length)} 条`,
    columns,
    rows,
  });
}
