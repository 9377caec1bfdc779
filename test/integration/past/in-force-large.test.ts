// More secrets than paper takes: the report is cut at whole secrets and says so.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDocument } from '../../../electron/core/document/document-task.ts';
import { maximumInForceSecrets } from '../../../electron/core/document/print/in-force-report.ts';
import { createRecord } from '../../../electron/core/register/store.ts';
import { printedDocument } from '../../../shared/contract/routes/documents.ts';
import { hasPoppler, joined } from '../support/pdf.ts';
import { makeVault, quietJob, withSession, write } from '../support/vaults.ts';

test('beyond two thousand secrets the paper names how many it leaves out, and a cancelled one leaves nothing', async () => {
  const vault = await makeVault();
  try {
    await withSession(vault, async (session) => {
      const definition = session.registry.byKey('secret');
      await write(session, (context) => {
        for (let index = 0; index < maximumInForceSecrets + 10; index += 1)
          createRecord(context, definition, {
            number: null,
            status: 'in_force',
            values: { name: `秘点${index}`, level: 'general', gradedOn: '2025-01-10' },
          });
      });
      const document = printedDocument.parse({ kind: 'inForce', asOf: { date: '2025-06-30', reading: 'fact' } });
      const target = join(vault.base, '全部.pdf');
      const result = await createDocument(session, { target, document }, quietJob);
      expect(result.rows).toBe(2000);
      if (hasPoppler) expect(joined(readFileSync(target))).toContain('以上为前2,000项；其余10项未列入纸面');
      const cancelled = join(vault.base, '取消.pdf');
      const job = {
        progress: () => undefined,
        checkCancelled: () => {
          throw new Error('cancelled');
        },
      };
      await expect(createDocument(session, { target: cancelled, document }, job)).rejects.toThrow('cancelled');
      expect(() => readFileSync(cancelled)).toThrow();
    });
  } finally {
    vault.remove();
  }
});
