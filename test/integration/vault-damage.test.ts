// Random damage to a vault's files, one thing at a time. More by the bench: --damage N.
import { expect, it } from 'vitest';
import { vaultLottery } from './support/vault-damage.ts';

it('300 damages to the files of a vault are all named at opening or by the check, and neither falls', async () => {
  expect(await vaultLottery(300, 20261120)).toEqual([]);
}, 300_000);
