// A new record: the same form, empty.
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { findRegister } from '../../../api/definitions.ts';
import { areaOfRegister } from '../../../app/areas.ts';
import { usePlace } from '../../../app/crumbs.tsx';
import { PageNotFound } from '../../../app/page-not-found.tsx';
import { useRights } from '../../../app/session.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { useLanguage } from '../../../i18n/format.ts';
import { DraftOffers, useOpenDraft } from './draft-offer.tsx';
import { RecordForm } from './record-form-page.tsx';

/** The form for the register named in the address. */
export function NewRecordPage() {
  const register = findRegister(useParams().register ?? '');
  if (register?.kind !== 'register' || register.madeByProgram === true) return <PageNotFound />;
  return <NewRecord key={register.key} register={register} />;
}

function NewRecord({ register }: { register: RegisterDefinition }) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const navigate = useNavigate();
  const rights = useRights();
  const draft = useOpenDraft();
  const area = areaOfRegister(register);
  usePlace([
    { text: t(`area.${area.key}`), to: area.to },
    { text: label(register.label), to: `/r/${register.key}` },
    { text: t('list.new', { noun: label(register.noun) }) },
  ]);
  if (!rights.write) return <EmptyState sentence={t('record.noRight')} />;
  return (
    <RecordForm
      key={draft.opened?.id ?? 'new'}
      register={register}
      row={null}
      section={null}
      draft={draft.opened}
      offer={
        <DraftOffers place={{ register: register.key, recordId: null }} failure={draft.failure} onOpen={draft.open} />
      }
      onDone={(saved) =>
        void navigate(saved === null ? `/r/${register.key}` : `/r/${register.key}/${saved.id}`, {
          replace: saved !== null,
        })
      }
    />
  );
}
