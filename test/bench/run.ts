// `npm run bench`: measures what the design limits, prints a table, writes test/bench/results.json.
// `-- --crashes N` kills a working process N times instead, `-- --damage N` damages a bundle and a vault N times; `-- --only WORD` runs the cases whose name holds WORD and writes nothing.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { crashLane } from '../integration/support/crash.ts';
import { vaultLottery } from '../integration/support/vault-damage.ts';
import { backupCase } from './backup-case.ts';
import { issueLarge } from './bundle-case.ts';
import { asOfList, grants, growth, openVaults, searchAndList, verifyLong } from './cases.ts';
import { vaultOf } from './fixtures.ts';
import { importCase } from './import-case.ts';
import { type Figure, table } from './measure.ts';
import { damageMany, verifyLarge } from './stranger-case.ts';

const { values } = parseArgs({
  options: { crashes: { type: 'string' }, damage: { type: 'string' }, only: { type: 'string' } },
});
const note = (text: string) => process.stderr.write(`${text}\n`);

if (values.crashes) {
  const lanes = 2;
  const results = await Promise.all(
    Array.from({ length: lanes }, (_, lane) => crashLane(`lane${lane}`, Math.ceil(Number(values.crashes) / lanes))),
  );
  const problems = results.flatMap((result) => result.problems);
  process.stdout.write(`${values.crashes} kills, ${problems.length} problems\n${problems.join('\n')}\n`);
  process.exit(problems.length === 0 ? 0 : 1);
}

if (values.damage) {
  const unnamed = [
    ...(await damageMany(Number(values.damage))),
    ...(await vaultLottery(Number(values.damage), Date.now() % 1_000_000)),
  ];
  process.stdout.write(
    `${values.damage} damages each to files of a bundle, to its ZIP and to a vault, ${unnamed.length} unnamed\n${unnamed.join('\n')}\n`,
  );
  process.exit(unnamed.length === 0 ? 0 : 1);
}

const wanted = (name: string) => values.only === undefined || name.includes(values.only);
const figures: Figure[] = [];
const add = (...found: (Figure | null)[]) => {
  for (const figure of found) if (figure) figures.push(figure);
};

if (wanted('import')) {
  note('import of 100,000 rows');
  add(importCase(note));
}
if (wanted('backup')) {
  note('backup of 1 GiB');
  add(await backupCase());
}
if (wanted('grants')) {
  note('5,000 grants');
  add(await grants());
}
if (wanted('list') || wanted('open') || wanted('as-of')) {
  note('a vault of 100,000 secrets');
  const vault = await vaultOf(100_000);
  if (wanted('list')) add(...(await searchAndList(vault)));
  if (wanted('open')) add(await openVaults(vault));
  if (wanted('as-of')) add(await asOfList(vault));
  vault.remove();
}
if (wanted('million')) {
  note('vaults of 10,000 and 1,000,000 secrets');
  const small = await vaultOf(10_000);
  const large = await vaultOf(1_000_000);
  add(...(await growth(small, large)), ...(await verifyLong(large)));
  small.remove();
  large.remove();
}
if (wanted('bundle')) {
  note('bundles with 1 GiB of attachments');
  add(...(await issueLarge(note)));
}
if (wanted('stranger')) {
  note('a bundle of 2 GB');
  add(...(await verifyLarge()));
}
process.stdout.write(`${table(figures)}\n`);
if (values.only === undefined) {
  const file = fileURLToPath(new URL('./results.json', import.meta.url));
  writeFileSync(
    file,
    `${JSON.stringify({ node: process.version, platform: `${process.platform} ${process.arch}`, figures }, null, 2)}\n`,
  );
} else note('results.json holds one whole run: with --only nothing is written to it');
process.exitCode = figures.every(({ ok }) => ok) ? 0 : 1;
