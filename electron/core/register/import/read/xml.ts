// Hands the elements of a packed XML part to a reader, one after the other, in constant memory: saxes reads the XML. Knows
// nothing of spreadsheets. No document type is obeyed, so there is nothing to expand and a document cannot grow while read.
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import type { Archive } from './archive.ts';

/** What a handler may ask while it is told of an element. */
export interface XmlScan {
  /** Value of an attribute of the element just opened, or null. */
  attribute: (name: string) => string | null;
  /** The same by its name without prefix, whatever the prefix is. */
  prefixedAttribute: (name: string) => string | null;
  /** Begins to collect text; everything up to `takeText` counts, without tags. */
  startText: () => void;
  /** Ends collecting and gives the text. */
  takeText: () => string;
}

export interface XmlHandler {
  /** `name` is the index in the list of names given; other elements are passed over. */
  open: (name: number, scan: XmlScan) => void;
  close: (name: number, scan: XmlScan) => void;
}

/** The XML is not well-formed, or one tag or text of it is beyond any spreadsheet's. */
export class XmlDamage extends Error {}

const silenceLimitBytes = 8 * 1024 * 1024;
const depthLimit = 256;

// Careless writers leave these in text; the cells around them are sound.
const harmless = /undefined entity|disallowed character\.$|malformed character entity|disallowed in char data/;

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** Reads the part at `path` and tells `handler` of the elements in `names` (local names, any prefix). Errors: XmlDamage and those of the archive. */
export async function scanXml(
  archive: Archive,
  path: string,
  names: readonly string[],
  handler: XmlHandler,
): Promise<void> {
  const parser = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false });
  const decoder = new TextDecoder();
  const indexes = new Map<string, number>();
  let attributes: SaxesTagPlain['attributes'] = {};
  let isCollecting = false;
  let text = '';
  let silentBytes = 0;
  let depth = 0;

  const scan: XmlScan = {
    attribute: (name) => attributes[name] ?? null,
    prefixedAttribute: (name) => {
      for (const key in attributes) if (key.endsWith(name) && localName(key) === name) return attributes[key] ?? null;
      return null;
    },
    startText: () => {
      isCollecting = true;
      text = '';
    },
    takeText: () => {
      isCollecting = false;
      return text;
    },
  };

  function indexOf(name: string): number {
    let index = indexes.get(name);
    if (index === undefined) {
      index = names.indexOf(localName(name));
      if (indexes.size < 10_000) indexes.set(name, index);
    }
    return index;
  }

  function append(piece: string): void {
    if (isCollecting) text += piece;
  }

  parser.on('opentag', (tag) => {
    silentBytes = 0;
    depth++;
    if (depth > depthLimit) throw new XmlDamage('nested too deeply');
    const index = indexOf(tag.name);
    if (index === -1) return;
    attributes = tag.attributes;
    handler.open(index, scan);
  });
  parser.on('closetag', (tag) => {
    silentBytes = 0;
    depth--;
    const index = indexOf(tag.name);
    if (index !== -1) handler.close(index, scan);
  });
  parser.on('text', append);
  parser.on('cdata', append);
  parser.on('error', (error) => {
    if (!harmless.test(error.message)) throw new XmlDamage(error.message);
  });
  await archive.pump(path, (chunk) => {
    silentBytes += chunk.length;
    if (silentBytes > silenceLimitBytes) throw new XmlDamage('tag or text too long');
    parser.write(decoder.decode(chunk, { stream: true }));
  });
  parser.write(decoder.decode());
  parser.close();
}
