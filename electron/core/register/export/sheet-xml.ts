// The pieces of an Office Open XML workbook as text: cells, styles, lists, sheets. Pure; which register they show is decided
// by the callers. Everything but counts and amounts is a text cell, so that no program reads a number, date or formula into it.

export type WrittenCell =
  | { kind: 'text'; text: string; style: StyleName }
  | { kind: 'number'; value: number; style: StyleName }
  | { kind: 'blank'; style: StyleName };

const styleNames = ['plain', 'title', 'header', 'text', 'wrapped', 'count', 'money', 'void', 'wrong'] as const;
export type StyleName = (typeof styleNames)[number];

/** A list to choose from, or a help text shown when a cell is selected. */
export interface CellRule {
  /** Such as C3:C1000. */
  range: string;
  /** Formula of the list: "a,b" in quotes or a range of the list sheet. */
  list?: string;
  promptTitle?: string;
  prompt?: string;
}

export interface SheetParts {
  /** Character widths, by column. */
  widths: readonly number[];
  /** Rows kept in sight, the header being the last. */
  frozenRows: number;
  frozenColumns: number;
  /** Range of the filter buttons, or null. */
  filter: string | null;
  merges: readonly string[];
  rules: readonly CellRule[];
  /** Printed above every page. */
  pageHeader: string;
  pageFooter: string;
  isWide: boolean;
  /** Number of columns that go on paper, from the first on; null for all. */
  printedColumns: number | null;
  /** Range whose numbers are kept as text on purpose. */
  textRange: string;
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** Text for XML: signs escaped, characters XML cannot hold left out, and what looks like an escape of Excel's kept literal. */
export function escapeXml(text: string): string {
  return (
    text
      .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML forbids
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .toWellFormed()
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
      .replace(/\r/g, '&#13;')
  );
}

/** A, B, … Z, AA for 0, 1, … */
export function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}

/** One row of a sheet; `row` is 1-based. */
export function rowXml(row: number, cells: readonly WrittenCell[], heightPoints?: number): string {
  let xml = `<row r="${row}"${heightPoints ? ` ht="${heightPoints}" customHeight="1"` : ''}>`;
  cells.forEach((cell, column) => {
    const place = `r="${columnLetters(column)}${row}" s="${styleNames.indexOf(cell.style)}"`;
    if (cell.kind === 'number') xml += `<c ${place}><v>${cell.value}</v></c>`;
    else if (cell.kind === 'text' && cell.text !== '')
      xml += `<c ${place} t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell.text)}</t></is></c>`;
    else xml += `<c ${place}/>`;
  });
  return `${xml}</row>`;
}

/** Everything of a sheet before its rows. */
export function sheetHead(parts: SheetParts): string {
  const { frozenRows, frozenColumns, widths } = parts;
  const corner = `${columnLetters(frozenColumns)}${frozenRows + 1}`;
  const pane = `<pane${frozenColumns > 0 ? ` xSplit="${frozenColumns}"` : ''} ySplit="${frozenRows}" topLeftCell="${corner}" activePane="${frozenColumns > 0 ? 'bottomRight' : 'bottomLeft'}" state="frozen"/>`;
  const view =
    frozenRows > 0
      ? `<sheetView workbookViewId="0" showGridLines="1">${pane}</sheetView>`
      : '<sheetView workbookViewId="0"/>';
  const columns = widths
    .map((width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`)
    .join('');
  return `${declaration}<worksheet xmlns="${main}" xmlns:r="${relationships}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>${view}</sheetViews><sheetFormatPr defaultRowHeight="18"/>${columns === '' ? '' : `<cols>${columns}</cols>`}<sheetData>`;
}

function ruleXml(rule: CellRule): string {
  const help = rule.prompt
    ? ` showInputMessage="1"${rule.promptTitle ? ` promptTitle="${escapeXml(rule.promptTitle.slice(0, 32))}"` : ''} prompt="${escapeXml(rule.prompt.slice(0, 255))}"`
    : '';
  // A warning, not a ban: other spellings are read on import.
  if (rule.list)
    return `<dataValidation type="list" errorStyle="warning" allowBlank="1" showErrorMessage="1"${help} sqref="${rule.range}"><formula1>${escapeXml(rule.list)}</formula1></dataValidation>`;
  return `<dataValidation allowBlank="1"${help} sqref="${rule.range}"/>`;
}

/** Everything of a sheet after its rows. */
export function sheetTail(parts: SheetParts): string {
  let xml = '</sheetData>';
  if (parts.filter) xml += `<autoFilter ref="${parts.filter}"/>`;
  if (parts.merges.length > 0)
    xml += `<mergeCells count="${parts.merges.length}">${parts.merges.map((range) => `<mergeCell ref="${range}"/>`).join('')}</mergeCells>`;
  if (parts.rules.length > 0)
    xml += `<dataValidations count="${parts.rules.length}">${parts.rules.map(ruleXml).join('')}</dataValidations>`;
  xml += '<pageMargins left="0.4" right="0.4" top="0.7" bottom="0.6" header="0.3" footer="0.3"/>';
  xml += `<pageSetup paperSize="${parts.isWide ? 8 : 9}" orientation="landscape" fitToWidth="1" fitToHeight="0"/>`;
  const header =
    parts.pageHeader === '' ? '' : `<oddHeader>&amp;C${escapeXml(parts.pageHeader.replaceAll('&', '&&'))}</oddHeader>`;
  const footer = parts.pageFooter === '' ? '' : `<oddFooter>&amp;C${escapeXml(parts.pageFooter)}</oddFooter>`;
  if (header !== '' || footer !== '') xml += `<headerFooter>${header}${footer}</headerFooter>`;
  xml += `<ignoredErrors><ignoredError sqref="${parts.textRange}" numberStoredAsText="1"/></ignoredErrors>`;
  return `${xml}</worksheet>`;
}

/** The style sheet all workbooks share; cell styles in the order of the names above. */
export function stylesXml(): string {
  const thin = ['left', 'right', 'top', 'bottom']
    .map((side) => `<${side} style="thin"><color rgb="FFDDD9D0"/></${side}>`)
    .join('');
  const font = (size: number, extra = ''): string =>
    `<font>${extra}<sz val="${size}"/><color rgb="FF1E252A"/><name val="宋体"/><charset val="134"/></font>`;
  const red = '<font><sz val="10.5"/><color rgb="FFA8322A"/><name val="宋体"/><charset val="134"/></font>';
  const fill = (color: string): string =>
    `<fill><patternFill patternType="solid"><fgColor rgb="${color}"/><bgColor indexed="64"/></patternFill></fill>`;
  const cell = (numberFormat: number, fontId: number, fillId: number, borderId: number, alignment: string): string =>
    `<xf numFmtId="${numberFormat}" fontId="${fontId}" fillId="${fillId}" borderId="${borderId}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="center" ${alignment}/></xf>`;
  const left = 'horizontal="left"';
  const cells = [
    cell(0, 0, 0, 0, left),
    cell(49, 1, 0, 0, 'horizontal="center"'),
    cell(49, 2, 2, 1, 'horizontal="center" wrapText="1"'),
    cell(49, 0, 0, 1, left),
    cell(49, 0, 0, 1, `${left} wrapText="1"`),
    cell(1, 0, 0, 1, 'horizontal="right"'),
    cell(4, 0, 0, 1, 'horizontal="right"'),
    cell(49, 3, 0, 1, left),
    cell(49, 4, 3, 1, `${left} wrapText="1"`),
  ];
  return `${declaration}<styleSheet xmlns="${main}"><fonts count="5">${font(10.5)}${font(18, '<b/>')}${font(10.5, '<b/>')}${font(10.5, '<strike/>')}${red}</fonts><fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>${fill('FFE6ECF0')}${fill('FFFAF0EE')}</fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>${thin}<diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${cells.length}">${cells.join('')}</cellXfs><cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
}

export interface WorkbookSheet {
  name: string;
  hidden: boolean;
  /** Range of the filter, and rows printed on every page; null for neither. */
  filter: string | null;
  printedRows: string | null;
  /** Columns that go on paper, such as $A:$U; null for all. */
  printedColumns: string | null;
}

/** The parts that name the sheets: path → content. */
export function workbookParts(sheets: readonly WorkbookSheet[]): Map<string, string> {
  const quote = (name: string): string => `'${name.replaceAll("'", "''")}'`;
  const absolute = (range: string): string => range.replace(/([A-Z]+)(\d+)/g, '$$$1$$$2');
  const names = sheets.flatMap((sheet, index) => [
    ...(sheet.filter
      ? [
          `<definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">${escapeXml(`${quote(sheet.name)}!${absolute(sheet.filter)}`)}</definedName>`,
        ]
      : []),
    ...(sheet.printedColumns
      ? [
          `<definedName name="_xlnm.Print_Area" localSheetId="${index}">${escapeXml(`${quote(sheet.name)}!${sheet.printedColumns}`)}</definedName>`,
        ]
      : []),
    ...(sheet.printedRows
      ? [
          `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">${escapeXml(`${quote(sheet.name)}!${sheet.printedRows}`)}</definedName>`,
        ]
      : []),
  ]);
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const parts = new Map<string, string>();
  const overrides = sheets.map(
    (_sheet, index) =>
      `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${type}.worksheet+xml"/>`,
  );
  parts.set(
    '[Content_Types].xml',
    `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/>${overrides.join('')}</Types>`,
  );
  const relation = (id: number, kind: string, target: string): string =>
    `<Relationship Id="rId${id}" Type="${relationships}/${kind}" Target="${target}"/>`;
  const wrap = (content: string): string =>
    `${declaration}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${content}</Relationships>`;
  parts.set('_rels/.rels', wrap(relation(1, 'officeDocument', 'xl/workbook.xml')));
  const entries = sheets.map(
    (sheet, index) =>
      `<sheet name="${escapeXml(sheet.name)}" sheetId="${index + 1}"${sheet.hidden ? ' state="hidden"' : ''} r:id="rId${index + 1}"/>`,
  );
  parts.set(
    'xl/workbook.xml',
    `${declaration}<workbook xmlns="${main}" xmlns:r="${relationships}"><bookViews><workbookView activeTab="0"/></bookViews><sheets>${entries.join('')}</sheets>${names.length > 0 ? `<definedNames>${names.join('')}</definedNames>` : ''}</workbook>`,
  );
  const links = sheets.map((_sheet, index) => relation(index + 1, 'worksheet', `worksheets/sheet${index + 1}.xml`));
  parts.set('xl/_rels/workbook.xml.rels', wrap(links.join('') + relation(sheets.length + 1, 'styles', 'styles.xml')));
  parts.set('xl/styles.xml', stylesXml());
  return parts;
}

/** A sheet name Excel allows: at most 31 characters, none of []:*?/\ and no apostrophe at the ends. */
export function sheetNameOf(text: string): string {
  const name = text
    .replace(/[[\]:*?/\\]/g, ' ')
    .replace(/^'+|'+$/g, '')
    .trim()
    .slice(0, 31);
  return name === '' ? 'Sheet1' : name;
}
