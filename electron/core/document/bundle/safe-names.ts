// File and folder names that every system takes: NFC, nothing Windows forbids, unique when case is ignored.

const longestName = 120;
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
// Control and invisible direction characters would show a name other than it is; % is an escape in BagIt manifests.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const forbidden = /[\\/:*?"<>|%\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** A name made safe; `fallback` where nothing is left of it. */
export function safeName(name: string, fallback: string): string {
  const clean = name
    .normalize('NFC')
    .replace(forbidden, '_')
    .replace(/^[. ]+|[. ]+$/g, '');
  const dot = clean.lastIndexOf('.');
  const extension = dot > 0 && clean.length - dot <= 10 ? clean.slice(dot) : '';
  const stem = [...clean.slice(0, clean.length - extension.length)]
    .slice(0, longestName - extension.length)
    .join('')
    .replace(/[. ]+$/, '');
  const safe = `${stem}${extension}`;
  if (stem === '' || stem === '_') return `${fallback}${extension}`;
  return reserved.test(safe) ? `_${safe}` : safe;
}

/** Gives each name of a folder once: a second one gets ` (2)` before its extension. */
export function createNamer(): (name: string) => string {
  const taken = new Set<string>();
  const fold = (name: string) => name.normalize('NFKC').toLowerCase();
  return (name) => {
    const dot = name.lastIndexOf('.');
    const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
    let free = name;
    for (let count = 2; taken.has(fold(free)); count += 1) free = `${stem} (${count})${extension}`;
    taken.add(fold(free));
    return free;
  };
}
