// The summary on top of a form that could not be saved: what is wrong, each with a jump to its field.
import type { FieldErrors } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { LinkButton } from '../../../components/link-button.tsx';
import { Notice } from '../../../components/notice.tsx';
import type { RecordForm } from './record-form.ts';

interface FormProblemsProps {
  errors: FieldErrors<RecordForm>;
  isShown: boolean;
  wordOf: (name: string) => string;
  onGo: (name: string) => void;
}

/** The summary; nothing before the first attempt to save. */
export function FormProblems({ errors, isShown, wordOf, onGo }: FormProblemsProps) {
  const { t } = useTranslation();
  const names = Object.keys(errors);
  if (!isShown || names.length === 0) return null;
  return (
    <div role="alert" style={{ padding: '8px 0' }}>
      <Notice tone="red">
        <p>{t('form.problems', { count: names.length })}</p>
        {names.map((name) => (
          <p key={name}>
            <LinkButton onClick={() => onGo(name)}>{wordOf(name)}</LinkButton> {errors[name]?.message}
          </p>
        ))}
      </Notice>
    </div>
  );
}
