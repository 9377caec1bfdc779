// The sheet of the report on a date: the head and each secret with its lines, in the words of the paper. Shows what it is handed.
import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import type { AsOf } from '../../../shared/contract/routes/common.ts';
import {
  type InForceLine,
  type InForceSecret,
  inForceColumns,
  kindText,
  type Language,
  moreText,
  otherText,
  secretHead,
} from '../../../shared/in-force.ts';
import { LateMark } from '../../components/tags.tsx';
import { countText, momentOf } from '../../i18n/format.ts';

/** A4 at 96 dots an inch, with the margins of the paper. */
const Sheet = styled('article')({
  width: 794,
  maxWidth: '100%',
  minHeight: 1123,
  margin: '0 auto',
  padding: '56px 40px 48px 56px',
  backgroundColor: 'var(--surface)',
  border: '1px solid var(--line)',
  '& h2': { fontSize: 20, lineHeight: '28px', fontWeight: 600, textAlign: 'center', marginBottom: 16 },
  '& h3': { fontSize: 14, lineHeight: '20px', fontWeight: 600, margin: '24px 0 4px' },
  '& table': { width: '100%', borderCollapse: 'collapse', tableLayout: 'fixed', fontSize: 12, lineHeight: '18px' },
  '& th, & td': {
    border: '1px solid var(--line)',
    padding: '3px 6px',
    textAlign: 'left',
    verticalAlign: 'top',
    overflowWrap: 'anywhere',
  },
  '& th': { fontWeight: 600 },
  '& td.fixed': { overflowWrap: 'normal', whiteSpace: 'nowrap' },
  '& .after': { color: 'var(--amber)' },
  '& td .marks': { display: 'flex', alignItems: 'center', gap: 6 },
  '& td[data-state="absent"], & td[data-state="different"]': { color: 'var(--amber)' },
  '& .more': { fontSize: 12, lineHeight: '18px', color: 'var(--text-2)' },
  '& .none': { padding: '24px 0', color: 'var(--text-2)' },
});

interface InForceSheetProps {
  title: string;
  head: readonly (readonly [label: string, text: string])[];
  secrets: readonly InForceSecret[];
  /** Order of the first secret, from 1. */
  first: number;
  reading: AsOf['reading'];
  language: Language;
}

/** The sheet. */
export function InForceSheet({ title, head, secrets, first, reading, language }: InForceSheetProps) {
  const { t } = useTranslation();
  return (
    <Sheet>
      <h2>{title}</h2>
      <table>
        <colgroup>
          <col style={{ width: 112 }} />
          <col />
        </colgroup>
        <tbody>
          {head.map(([label, text]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {secrets.length === 0 ? <p className="none">{t('inForce.none')}</p> : null}
      {secrets.map((secret, index) => (
        <section key={secret.id}>
          <h3>
            {countText(first + index)}　{secretHead(secret, language)}
          </h3>
          <Lines lines={secret.lines} reading={reading} language={language} />
          {secret.more > 0 ? <p className="more">{moreText(secret.more, language)}</p> : null}
        </section>
      ))}
    </Sheet>
  );
}

const widths = [96, undefined, 86, 104, 122, 120] as const;

function Lines({
  lines,
  reading,
  language,
}: {
  lines: readonly InForceLine[];
  reading: AsOf['reading'];
  language: Language;
}) {
  const { t } = useTranslation();
  return (
    <table>
      <colgroup>
        {Object.keys(inForceColumns).map((key, index) => (
          <col key={key} style={{ width: widths[index] }} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {Object.entries(inForceColumns).map(([key, label]) => (
            <th key={key} scope="col">
              {label[language]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={`${line.kind}/${line.text}/${line.recordedAtMs}`}>
            <td>{kindText(line.kind, language)}</td>
            <td>{line.text}</td>
            <td className="fixed">{line.factDate ?? '—'}</td>
            <td>{line.paper ?? '—'}</td>
            <td className="fixed">
              <span className={line.isAfter ? 'after' : ''}>{momentOf(line.recordedAtMs)}</span>
              {line.isAfter || line.lateEntry ? (
                <span className="marks">
                  {line.isAfter ? <span className="after">{t('asOf.afterDate')}</span> : null}
                  {line.lateEntry ? <LateMark /> : null}
                </span>
              ) : null}
            </td>
            <td data-state={line.other.state}>{otherText(line.other, reading, language)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
