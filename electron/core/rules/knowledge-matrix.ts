// People against secrets: who knows what on a day, by name or by post. Computed from the tables when asked.
import type { ParsedInput, RouteOutput } from '../../../shared/contract/contract.ts';
import type { FieldValue } from '../../../shared/registers/definition.ts';
import type { VaultSession } from '../vault/session.ts';
import { chosenSecrets } from './chosen-secrets.ts';
import { tableReader } from './table-reader.ts';

type Knowledge = RouteOutput<'knowledge.matrix'>['people'][number]['knows'];

/** One page of the matrix. `date` is `YYYY-MM-DD`. Throws AppError `value_invalid` for a field secrets do not have. */
export function knowledgeMatrix(
  session: VaultSession,
  input: ParsedInput<'knowledge.matrix'> & { date: string },
): RouteOutput<'knowledge.matrix'> {
  const { date } = input;
  const read = tableReader(session, date);
  const all = chosenSecrets(session, input);
  const secrets = all.slice(input.offset, input.offset + input.limit);
  const shown = new Set(secrets.map(({ id }) => id));
  const known = new Map<string, Knowledge>();
  const add = (person: string, secret: string, since: string | null, byPost: boolean) => {
    const knows = known.get(person) ?? {};
    known.set(person, knows);
    // A grant by name says more than a post.
    if (!knows[secret] || !byPost) knows[secret] = { since, byPost, extent: null };
  };
  const ofPost = new Map<string, { secret: string; since: string | null }[]>();
  for (const { from, to, startsOn } of read.links('secretPost'))
    if (shown.has(from)) ofPost.set(to, [...(ofPost.get(to) ?? []), { secret: from, since: startsOn }]);
  const people = [
    ...read.records('person', ['name', 'department', 'post', 'agreementNumber', 'agreementSignedOn', 'trainedOn']),
  ];
  for (const { id, status, values } of people)
    if (status !== 'left')
      for (const { secret, since } of ofPost.get(String(values.post)) ?? []) add(id, secret, since, true);
  for (const { from, to, startsOn } of read.links('secretPerson')) if (shown.has(from)) add(to, from, startsOn, false);
  const departments = new Map(
    Array.from(read.records('department', ['name']), ({ id, values }) => [id, String(values.name ?? '')]),
  );
  const isFilled = (value: FieldValue | undefined) => typeof value === 'string' && value !== '';
  return {
    date,
    total: all.length,
    secrets: secrets.map(({ id, number, name, level }) => ({ id, number, name, level })),
    people: people
      .filter(
        ({ id, values }) => known.has(id) && (input.department === null || values.department === input.department),
      )
      .map(({ id, number, values }) => ({
        id,
        number,
        name: String(values.name ?? ''),
        department: departments.get(String(values.department)) ?? '',
        hasAgreement: isFilled(values.agreementNumber) || isFilled(values.agreementSignedOn),
        isTrained: isFilled(values.trainedOn),
        knows: known.get(id) ?? {},
      })),
  };
}
