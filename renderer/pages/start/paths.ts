// Putting a folder name behind a folder as the user's system writes it. Only for showing and for the core to resolve.

/** The folder with a name behind it, with the separator the folder already uses. */
export function joinPath(folder: string, name: string): string {
  const separator = folder.includes('\\') ? '\\' : '/';
  return folder.endsWith(separator) ? `${folder}${name}` : `${folder}${separator}${name}`;
}

/** A folder name made of an organisation's name. */
export function folderName(organisation: string): string {
  const name = organisation
    .normalize('NFC')
    .replace(/[\\/:*?"<>|\p{Cc}]/gu, '')
    .replace(/[. ]+$/, '')
    .trim();
  return name.slice(0, 60);
}
