// The facts of a record by section, as its definition orders them. Sealed fields show a box instead of a value.
import { useTranslation } from 'react-i18next';
import type { FieldDefinition, RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { editableFields, sectionFields, sectionsOf } from '../../../api/definitions.ts';
import { useSession } from '../../../app/session.tsx';
import { fieldText } from '../../../components/field-text.ts';
import { GradeText } from '../../../components/grade-mark.tsx';
import { LockIcon } from '../../../components/icons.tsx';
import { LinkButton } from '../../../components/link-button.tsx';
import { SealedBox } from '../../../components/sealed-box.tsx';
import { Facts, labelWidth, Section } from '../../../components/section.tsx';
import { useLanguage } from '../../../i18n/format.ts';
import { RecordLink } from './record-link.tsx';
import type { RecordAnswer } from './record-page.tsx';

interface RecordFieldsProps {
  register: RegisterDefinition;
  answer: RecordAnswer;
  /** Frozen: its sealed content stays closed. */
  isFrozen: boolean;
  onEdit: ((section: string) => void) | null;
}

/** One section per section of the definition. */
export function RecordFields({ register, answer, isFrozen, onEdit }: RecordFieldsProps) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  return sectionsOf(register).map((section) => {
    const fields = sectionFields(register, section);
    const open = fields.filter((field) => field.class !== 'sealed' && field.key !== register.title);
    const sealed = fields.filter((field) => field.class === 'sealed');
    const title = label(register.sections[section] ?? { zh: section, en: section });
    return (
      <Section
        key={section}
        id={section}
        title={title}
        note={
          sealed.length > 0 && answer.compartment !== null ? (
            <>
              <LockIcon /> {t('sealed.compartment', { compartment: answer.compartment })}
            </>
          ) : null
        }
        actions={
          onEdit === null || editableFields(register, section).length === 0 ? null : (
            <LinkButton onClick={() => onEdit(section)}>{t('record.editSection')}</LinkButton>
          )
        }
      >
        {open.length > 0 ? (
          <Facts style={labelWidth(open.map((field) => label(field.label)))}>
            {open.map((field) => (
              <div key={field.key} data-wide={field.kind === 'longText'}>
                <dt>{label(field.label)}</dt>
                <dd
                  style={
                    field.kind === 'date' || field.kind === 'integer' || field.kind === 'money'
                      ? { whiteSpace: 'nowrap' }
                      : undefined
                  }
                >
                  <FactValue field={field} answer={answer} />
                </dd>
              </div>
            ))}
          </Facts>
        ) : null}
        {sealed.length > 0 ? (
          <SealedBox
            key={`${answer.record.version}/${isFrozen}`}
            register={register}
            answer={answer}
            fields={sealed}
            isFrozen={isFrozen}
          />
        ) : null}
      </Section>
    );
  });
}

function FactValue({ field, answer }: { field: FieldDefinition; answer: RecordAnswer }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const { scheme } = useSession();
  const { record } = answer;
  const text = fieldText(field, record, { language, scheme, t });
  if (field.kind === 'level')
    return <GradeText code={(record.values[field.key] as string | null) ?? null} scheme={scheme} />;
  if (text === '') {
    return field.required ? (
      <span style={{ color: 'var(--amber)', fontSize: 12 }}>{t('value.toComplete')}</span>
    ) : (
      <span style={{ color: 'var(--text-3)' }}>—</span>
    );
  }
  const target = field.kind === 'reference' ? field.target : field.kind === 'person' ? 'person' : null;
  const id = record.values[field.kind === 'person' ? `${field.key}Id` : field.key];
  if (target !== null && typeof id === 'string') return <RecordLink register={target} id={id} text={text} />;
  return text;
}
