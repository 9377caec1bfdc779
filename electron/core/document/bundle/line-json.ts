// JSON laid out one entry a line, so that a writer or reader needs no more memory than one entry (docs/formats/bundle.md).

/** The text of `{…head, [key]: entries}`, in pieces. */
export async function* lineJson(
  head: object,
  key: string,
  entries: Iterable<object> | AsyncIterable<object>,
): AsyncGenerator<string> {
  yield `${JSON.stringify({ ...head, [key]: [] }).slice(0, -2)}\n`;
  let before = '';
  for await (const entry of entries) {
    yield `${before}${JSON.stringify(entry)}`;
    before = ',\n';
  }
  yield before === '' ? ']}\n' : '\n]}\n';
}
