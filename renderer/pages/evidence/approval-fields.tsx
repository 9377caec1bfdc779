// Who allowed the content to leave: a person, a day, and the number of the form where there is one.
import { styled } from '@mui/material/styles';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { registerOf } from '../../api/definitions.ts';
import { FormField, TextInput } from '../../components/form-field.tsx';
import { PersonPicker } from '../../components/record-picker.tsx';
import { type ApprovalChoice, dayOf } from './choice.ts';

const Grid = styled('div')({ display: 'grid', gridTemplateColumns: 'repeat(3, minmax(0, 1fr))', gap: '0 16px' });

export function ApprovalFields(props: { approval: ApprovalChoice; onChange: (approval: ApprovalChoice) => void }) {
  const { t } = useTranslation();
  const id = useId();
  const { approval, onChange } = props;
  const isDayWrong = approval.dayText.trim() !== '' && dayOf(approval.dayText) === null;
  return (
    <>
      <h2>{t('evidence.approval.title')}</h2>
      <p>{t('evidence.approval.help')}</p>
      <Grid>
        <FormField id={`${id}-approver`} label={t('evidence.approval.approver')}>
          <PersonPicker
            id={`${id}-approver`}
            register={registerOf('person')}
            name={approval.approver}
            personId={approval.approverId}
            onChange={(approver, approverId) => onChange({ ...approval, approver, approverId })}
          />
        </FormField>
        <FormField
          id={`${id}-day`}
          label={t('evidence.approval.day')}
          error={isDayWrong ? t('asOf.dayNeeded') : undefined}
        >
          <TextInput
            id={`${id}-day`}
            value={approval.dayText}
            placeholder={t('form.datePlaceholder')}
            aria-invalid={isDayWrong}
            onChange={(event) => onChange({ ...approval, dayText: event.target.value })}
          />
        </FormField>
        <FormField id={`${id}-form`} label={t('evidence.approval.form')}>
          <TextInput
            id={`${id}-form`}
            value={approval.form}
            maxLength={80}
            onChange={(event) => onChange({ ...approval, form: event.target.value })}
          />
        </FormField>
      </Grid>
    </>
  );
}
