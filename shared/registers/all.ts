// The registers of this version, in the order they are set up and listed. Nothing else names them all.
import { attachmentRegister } from './attachment.ts';
import { bundleRegister } from './bundle.ts';
import { carrierRegister } from './carrier.ts';
import type { RegisterDefinition } from './definition.ts';
import { departmentRegister } from './department.ts';
import { secretCarrierLink, secretPersonLink, secretPostLink } from './links.ts';
import { personRegister } from './person.ts';
import { postRegister } from './post.ts';
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
];
