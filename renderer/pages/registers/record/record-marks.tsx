// What holds a record in place or has gone from it, over its sections: frozen, legal hold, erased fields.
import { useTranslation } from 'react-i18next';
import type { RouteOutput } from '../../../../shared/contract/contract.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { Notice } from '../../../components/notice.tsx';
import { momentOf, useLanguage } from '../../../i18n/format.ts';

export type RecordMarks = RouteOutput<'mark.list'>;

export function MarkNotices({ register, marks }: { register: RegisterDefinition; marks: RecordMarks }) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const erased = register.fields.filter(({ key }) => marks.erased.includes(key)).map((field) => label(field.label));
  return (
    <>
      {marks.marks.map(({ kind, reason, atMs, by }) => (
        <Notice key={kind} tone={kind === 'frozen' ? 'red' : 'amber'}>
          <p>
            <strong>{t(`mark.word.${kind}`)}</strong> {t('mark.since', { at: momentOf(atMs), by, reason })}
          </p>
          {kind === 'frozen' ? <p>{t('mark.law')}</p> : null}
        </Notice>
      ))}
      {erased.length > 0 ? (
        <Notice>{t('erasure.erasedFields', { fields: erased.join(t('list.separator')) })}</Notice>
      ) : null}
    </>
  );
}
