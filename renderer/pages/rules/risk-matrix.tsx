// Likelihood against harm as a table of five by five: how many secrets each cell has; a cell is a button that lists them.
import { ButtonBase } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import type { RouteOutput } from '../../../shared/contract/contract.ts';
import { riskSteps } from '../../../shared/risk.ts';
import { countText } from '../../i18n/format.ts';
import type { RiskChoice } from './risk-choice.ts';

type Cell = RiskChoice['cell'];

const Frame = styled('div')({
  '&& table': { width: 'auto', borderCollapse: 'collapse' },
  '&& th': { position: 'static', padding: '2px 6px', border: 0, fontSize: 12, fontWeight: 400, color: 'var(--text-2)' },
  '&& thead th': { backgroundColor: 'transparent', textAlign: 'center' },
  '&& th.harm': { writingMode: 'vertical-rl', textAlign: 'center', textOrientation: 'upright' },
  '&& th.harm[data-turned="true"]': { textOrientation: 'mixed', transform: 'rotate(180deg)' },
  '&& td': { width: 50, height: 40, padding: 0, border: '1px solid var(--line)', textAlign: 'center' },
  '& .cell': { width: '100%', height: 39, fontSize: 14, fontWeight: 600, color: 'var(--text)' },
  '& .cell:hover': { textDecoration: 'underline' },
  '& .cell[aria-pressed="true"]': { outline: '2px solid var(--ink)', outlineOffset: -2 },
  '& .empty': { color: 'var(--text-3)' },
  '& .whole': { display: 'block', fontSize: 13, lineHeight: '24px', color: 'var(--ink)' },
  '& .whole[aria-pressed="true"]': { fontWeight: 600 },
  '& .note': { fontSize: 12, lineHeight: '20px', color: 'var(--text-2)' },
});

/** The table and the two choices beside its cells. */
export function RiskMatrix(props: {
  matrix: RouteOutput<'risk.matrix'>;
  chosen: Cell;
  onChoose: (cell: Cell) => void;
}) {
  const { t, i18n } = useTranslation();
  const { matrix, chosen, onChoose } = props;
  const countOf = (likelihood: number, harm: number) =>
    matrix.cells.find((cell) => cell.likelihood === likelihood && cell.harm === harm)?.count ?? 0;
  return (
    <Frame>
      <table aria-label={t('risk.matrix')}>
        <thead>
          <tr>
            <td style={{ border: 0, width: 'auto', height: 'auto' }} colSpan={2} />
            <th colSpan={riskSteps.length}>{t('risk.likelihood')}</th>
          </tr>
          <tr>
            <td style={{ border: 0, width: 'auto', height: 'auto' }} colSpan={2} />
            {riskSteps.map((step) => (
              <th key={step} scope="col">
                {step}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {riskSteps.toReversed().map((harm, index) => (
            <tr key={harm}>
              {index === 0 ? (
                <th className="harm" rowSpan={riskSteps.length} data-turned={i18n.language === 'en'}>
                  {t('risk.harm')}
                </th>
              ) : null}
              <th scope="row">{harm}</th>
              {riskSteps.map((likelihood) => (
                <CellOf
                  key={likelihood}
                  likelihood={likelihood}
                  harm={harm}
                  count={countOf(likelihood, harm)}
                  isChosen={typeof chosen === 'object' && chosen?.likelihood === likelihood && chosen.harm === harm}
                  onChoose={onChoose}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="note">{t('risk.shade')}</p>
      <ButtonBase className="whole" aria-pressed={chosen === 'unrated'} onClick={() => onChoose('unrated')}>
        {t('risk.unrated', { count: countText(matrix.unrated) })}
      </ButtonBase>
      <ButtonBase className="whole" aria-pressed={chosen === null} onClick={() => onChoose(null)}>
        {t('risk.all', { count: countText(matrix.total) })}
      </ButtonBase>
    </Frame>
  );
}

function CellOf(props: {
  likelihood: number;
  harm: number;
  count: number;
  isChosen: boolean;
  onChoose: (cell: Cell) => void;
}) {
  const { t } = useTranslation();
  const { likelihood, harm, count, isChosen, onChoose } = props;
  // Up to a quarter of ink: text on it keeps its contrast in both themes.
  const shade = { backgroundColor: `color-mix(in srgb, var(--ink) ${likelihood * harm}%, transparent)` };
  return (
    <td style={shade}>
      {count === 0 && !isChosen ? (
        <span className="empty">0</span>
      ) : (
        <ButtonBase
          className="cell"
          aria-pressed={isChosen}
          aria-label={t('risk.cell', { likelihood, harm, count: countText(count) })}
          onClick={() => onChoose(isChosen ? null : { likelihood, harm })}
        >
          {countText(count)}
        </ButtonBase>
      )}
    </td>
  );
}
