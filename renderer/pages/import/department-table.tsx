// Departments a file mentions and the vault does not know: make them, take them as another spelling, or leave them out.
import { Button } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { ImportSummary } from '../../../shared/contract/routes/import.ts';
import { registerOf } from '../../api/definitions.ts';
import { useRead } from '../../api/queries.ts';
import { SelectInput } from '../../components/form-field.tsx';
import { SmallTable } from '../../components/section.tsx';
import { countText } from '../../i18n/format.ts';
import { HelpLine } from './help-line.tsx';
import { type Answers, departmentAnswer } from './import-words.ts';

/** More departments than an enterprise has. */
const listedDepartments = 500;

export function DepartmentTable(props: {
  summary: ImportSummary;
  answers: Answers;
  onAnswer: (part: Partial<Answers>) => void;
}) {
  const { summary, answers, onAnswer } = props;
  const { t } = useTranslation();
  const register = registerOf('department');
  const known = useRead('register.list', {
    register: register.key,
    sort: [{ field: register.title, direction: 'asc' }],
    limit: listedDepartments,
  });
  const unknown = summary.unknownDepartments;
  const open = unknown.filter((department) => departmentAnswer(answers, department) === null);
  const answer = (entries: readonly (readonly [string, string])[]) =>
    onAnswer({ departments: { ...answers.departments, ...Object.fromEntries(entries) } });
  return (
    <>
      <HelpLine>{t('import.ask.departmentsHelp')}</HelpLine>
      <SmallTable>
        <thead>
          <tr>
            <th>{t('import.ask.department')}</th>
            <th className="number">{t('import.ask.departmentRows')}</th>
            <th>{t('import.ask.departmentDo')}</th>
          </tr>
        </thead>
        <tbody>
          {unknown.map((department) => {
            const { name, suggestion } = department;
            const others = (known.data?.records ?? []).filter((record) => record.id !== suggestion?.id);
            return (
              <tr key={name}>
                <td style={{ verticalAlign: 'middle' }}>{name}</td>
                <td className="number" style={{ verticalAlign: 'middle', paddingRight: 24 }}>
                  {countText(department.rows)}
                </td>
                <td style={{ width: 320 }}>
                  <SelectInput
                    data-size="small"
                    aria-label={t('import.ask.departmentOf', { name })}
                    value={departmentAnswer(answers, department) ?? ''}
                    onChange={(event) => answer([[name, event.target.value]])}
                  >
                    {departmentAnswer(answers, department) === null ? (
                      <option value="">{t('import.ask.choose')}</option>
                    ) : null}
                    <option value="create">{t('import.ask.create')}</option>
                    <option value="text">{t('import.ask.text')}</option>
                    {suggestion ? (
                      <optgroup label={t('import.ask.suggested')}>
                        <option value={suggestion.id}>{t('import.ask.aliasOf', { name: suggestion.name })}</option>
                      </optgroup>
                    ) : null}
                    {others.length > 0 ? (
                      <optgroup label={t('import.ask.existing')}>
                        {others.map((record) => (
                          <option key={record.id} value={record.id}>
                            {t('import.ask.aliasOf', { name: String(record.values[register.title] ?? record.number) })}
                          </option>
                        ))}
                      </optgroup>
                    ) : null}
                  </SelectInput>
                </td>
              </tr>
            );
          })}
        </tbody>
      </SmallTable>
      {open.length > 1 ? (
        <Button onClick={() => answer(open.map(({ name }) => [name, 'create']))}>{t('import.ask.createAll')}</Button>
      ) : null}
    </>
  );
}
