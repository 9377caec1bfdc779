// The forms that can be printed empty, to be filled in by hand and entered later. Owns their list; what stands on them is the core's.
import { Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteInput } from '../../shared/contract/contract.ts';
import { asCallError } from '../api/client.ts';
import { printDocument } from '../api/documents.ts';
import { ErrorPanel } from './error-panel.tsx';
import { SmallTable } from './section.tsx';

type Printed = RouteInput<'document.create'>['document'];

interface BlankForm {
  /** Its words are `paper.blanks.<key>`. */
  key: string;
  /** As on the paper (forms.md). */
  code: string;
  /** Registers from whose list it is offered first. */
  registers: readonly string[];
  document: Extract<Printed, { kind: 'blankForm' | 'blankRegister' | 'blankKnowers' }>;
}

function ofProcedure(key: string, code: string, template: string, list: boolean): BlankForm {
  const registers = template === 'disclosureReview' ? ['disclosureReview', 'procedure'] : ['procedure'];
  return { key, code, registers, document: { kind: 'blankForm', template, list } };
}

function ofRegister(code: string, register: 'secret' | 'carrier' | 'post' | 'person'): BlankForm {
  return { key: register, code, registers: [register], document: { kind: 'blankRegister', register } };
}

/** Every form there is an empty one of, in the order offices name them. */
export const blankForms: readonly BlankForm[] = [
  ofProcedure('grading', 'F01', 'grading', false),
  ofProcedure('gradingList', 'F01b', 'grading', true),
  ofProcedure('levelChange', 'F02', 'levelChange', false),
  ofProcedure('levelChangeList', 'F02', 'levelChange', true),
  ofProcedure('automaticRelease', 'F02', 'automaticRelease', false),
  ofProcedure('yearlyReview', 'F03', 'yearlyReview', true),
  ofProcedure('disclosureReview', 'F06', 'disclosureReview', false),
  ofProcedure('officeHandover', 'F13', 'officeHandover', false),
  ofRegister('R01', 'secret'),
  {
    key: 'knowersBySecret',
    code: 'R04',
    registers: ['secret'],
    document: { kind: 'blankKnowers', by: 'secret' },
  },
  {
    key: 'knowersByPerson',
    code: 'R04',
    registers: ['person'],
    document: { kind: 'blankKnowers', by: 'person' },
  },
  ofRegister('R05', 'carrier'),
  ofRegister('R10', 'post'),
  ofRegister('R11', 'person'),
];

/** Whether a list offers empty forms. */
export function hasBlankForms(register: string): boolean {
  return blankForms.some(({ registers }) => registers.includes(register));
}

/** The dialog: those of the list it was opened from first. */
export function BlankFormsDialog({ register, onClose }: { register: string; onClose: () => void }) {
  const { t } = useTranslation();
  const titleId = useId();
  const [failure, setFailure] = useState<unknown>(null);
  const own = blankForms.filter(({ registers }) => registers.includes(register));
  const forms = [...own, ...blankForms.filter((form) => !own.includes(form))];

  /** The tray, which shows the file, lies under the dialog: it closes once the form is on its way. */
  async function print({ code, document }: BlankForm, title: string): Promise<void> {
    setFailure(null);
    const name = t('paper.blankName', { form: `${code}-${title}` });
    try {
      await printDocument(document, `${name}.pdf`, t('file.pdf'));
      onClose();
    } catch (error) {
      const refused = asCallError(error);
      if (refused.code !== 'cancelled') setFailure(refused);
    }
  }

  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} maxWidth="sm" fullWidth>
      <DialogTitle id={titleId}>{t('paper.blankForms')}</DialogTitle>
      <DialogContent>
        <p style={{ color: 'var(--text-2)', fontSize: 12, marginBottom: 8 }}>{t('paper.blankNote')}</p>
        <SmallTable>
          <thead>
            <tr>
              <th>{t('paper.blankCode')}</th>
              <th>{t('paper.blankTitle')}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {forms.map((form) => {
              const title = t(`paper.blanks.${form.key}`);
              return (
                <tr key={form.key}>
                  <td className="fixed">{form.code}</td>
                  <td>{title}</td>
                  <td className="number">
                    <Button
                      size="tiny"
                      aria-label={t('paper.blankOf', { form: title })}
                      onClick={() => void print(form, title)}
                    >
                      {t('paper.print')}
                    </Button>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </SmallTable>
        {failure === null ? null : <ErrorPanel error={failure} />}
      </DialogContent>
      <DialogActions>
        <Button size="medium" onClick={onClose}>
          {t('action.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
