// The registers of this version, in the order they are set up and listed. Nothing else names them all.
import { attachmentRegister } from './attachment.ts';
import { bundleRegister } from './bundle.ts';
import { carrierRegister } from './carrier.ts';
import type { RegisterDefinition } from './definition.ts';
import { departmentRegister } from './department.ts';
import { disclosureReviewRegister, secretDisclosureLink } from './disclosure-review.ts';
import { informationSystemRegister, permissionReviewRegister, secretSystemLink } from './information-system.ts';
import { secretCarrierLink, secretPersonLink, secretPostLink } from './links.ts';
import { measureRegister, secretMeasureLink } from './measure.ts';
import { personRegister } from './person.ts';
import { postRegister } from './post.ts';
import { procedureRegister } from './procedure.ts';
import { procedureItemLink } from './procedure-item.ts';
import { procedureStepRegister } from './procedure-step.ts';
import { procedureTaskRegister } from './procedure-task.ts';
import { secretRegister } from './secret.ts';

export const allRegisters: readonly RegisterDefinition[] = [
  departmentRegister,
  postRegister,
  personRegister,
  secretRegister,
  carrierRegister,
  secretPersonLink,
  secretPostLink,
  secretCarrierLink,
  attachmentRegister,
  bundleRegister,
  disclosureReviewRegister,
  secretDisclosureLink,
  procedureRegister,
  procedureItemLink,
  procedureStepRegister,
  procedureTaskRegister,
  measureRegister,
  secretMeasureLink,
  informationSystemRegister,
  secretSystemLink,
  permissionReviewRegister,
];
