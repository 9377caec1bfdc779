import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import { writeXlsx } from 'hucre';
import { describe, expect, it } from 'vitest';
import { readWorkbook } from '../../../electron/core/register/import/read/read-workbook.ts';
import { errorOf, samplePath, scratch, vectorPath, xlsxOf, zipOf } from './support.ts';

async function refusal(name: string, content: Buffer | string) {
  return errorOf(readWorkbook(scratch(name, content)));
}

/** A ZIP of one entry whose directory may lie about its size. */
function lyingZip(path: string, content: Buffer, claimedSize: number): Buffer {
  const packed = deflateRawSync(content, { level: 9 });
  const name = Buffer.from(path);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(claimedSize, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(20, 6);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt32LE(claimedSize, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + packed.length, 16);
  return Buffer.concat([local, name, packed, central, name, end]);
}

describe('files that are damaged or not what they claim', () => {
  it('are each refused with the cause', async () => {
    expect(await refusal('random.xlsx', randomBytes(5000))).toMatchObject({
      code: 'file_transparently_encrypted',
      params: { detected: 'high_entropy' },
    });
    expect(await refusal('trunc.xlsx', Buffer.from('PK\x03\x04junk', 'latin1'))).toMatchObject({
      code: 'file_corrupt',
    });
    expect(await refusal('empty.xlsx', '')).toMatchObject({ code: 'file_empty', params: { name: 'empty.xlsx' } });
    expect(await refusal('ole.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toMatchObject({ code: 'file_corrupt' });
    expect(await refusal('nul.csv', Buffer.from('秘点名称\n\0\0'.repeat(100)))).toMatchObject({
      code: 'file_not_spreadsheet',
      params: { detected: 'binary' },
    });
    expect(await errorOf(readWorkbook('/nowhere/missing.xlsx'))).toMatchObject({
      code: 'file_missing',
      params: { name: 'missing.xlsx' },
    });
    expect(await errorOf(readWorkbook('/tmp'))).toMatchObject({
      code: 'file_not_spreadsheet',
      params: { detected: 'folder' },
    });
  });

  it('are recognised by content, whatever their name', async () => {
    const kinds: [string, Buffer | string, string][] = [
      ['a.xlsx', '%PDF-1.7\n...', 'pdf'],
      ['b.xlsx', Buffer.from('89504e470d0a1a0a', 'hex'), 'image'],
      [
        'c.xls',
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><table><tr><td>编号</td></tr></table></html>',
        'html',
      ],
      [
        'd.xls',
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        'excel_xml',
      ],
      ['e.xlsx', await zipOf({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<w/>' }), 'word'],
      ['f.xlsx', await zipOf({ 'a.txt': 'hello' }), 'zip'],
      ['g.ods', await zipOf({ mimetype: 'application/vnd.oasis.opendocument.text' }), 'opendocument_other'],
      ['h.csv', Buffer.from('Rar!\x1a\x07\x00', 'latin1'), 'rar'],
      ['~$秘点台账.xlsx', Buffer.concat([Buffer.from('\u0008officer'), Buffer.alloc(150, 0x20)]), 'office_lock_file'],
    ];
    for (const [name, content, detected] of kinds) {
      expect(await refusal(name, content), name).toMatchObject({ code: 'file_not_spreadsheet', params: { detected } });
    }
    const workbook = await readWorkbook(scratch('really-a-sheet.csv', readFileSync(samplePath('秘点台账.xlsx'))));
    expect(workbook.kind).toBe('xlsx');
  });

  it('are noticed where a single byte of a part was changed', async () => {
    const bytes = readFileSync(samplePath('秘点台账.xlsx'));
    let refused = 0;
    for (let at = 100; at < 3000; at += 290) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0x55;
      await readWorkbook(scratch('flipped.xlsx', changed)).catch(() => refused++);
    }
    expect(refused).toBeGreaterThan(0);
    expect(await refusal('cut.xlsx', bytes.subarray(0, 8000))).toMatchObject({ code: 'file_corrupt' });
  });
});

describe('protected files', () => {
  it('are told apart: a password of Office, of old Excel, of OpenDocument, a wrapper of encryption software', async () => {
    const encrypted = await writeXlsx({
      sheets: [{ name: 'S', rows: [['编号', '秘点名称']] }],
      encryption: { password: 'secret', spinCount: 1000 },
    });
    expect(await refusal('password.xlsx', Buffer.from(encrypted))).toMatchObject({ code: 'file_password_protected' });
    const old = readFileSync(vectorPath('two-header.xls'));
    // The workbook stream starts with BOF; its second record becomes FILEPASS.
    const bof = old.indexOf(Buffer.from('0908100000060500', 'hex'));
    old.writeUInt16LE(0x2f, bof + 20);
    expect(await refusal('password.xls', old)).toMatchObject({ code: 'file_password_protected' });
    const manifest =
      '<manifest:manifest><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>';
    const ods = await zipOf({
      mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
      'META-INF/manifest.xml': manifest,
      'content.xml': 'x',
    });
    expect(await refusal('password.ods', ods)).toMatchObject({ code: 'file_password_protected' });
    const wrappers: [string, Buffer][] = [
      ['esafenet', Buffer.concat([Buffer.from('62142365', 'hex'), randomBytes(3000)])],
      ['esafenet', Buffer.concat([randomBytes(16), Buffer.from('E-SafeNet\0\0\0LOCK'), randomBytes(3000)])],
      ['tsd', Buffer.concat([Buffer.from('%TSD-Header-###%'), randomBytes(3000)])],
      ['microsoft_pfile', Buffer.concat([Buffer.from('.pfile'), randomBytes(3000)])],
    ];
    for (const [detected, content] of wrappers) {
      expect(await refusal('wrapped.xlsx', content)).toMatchObject({
        code: 'file_transparently_encrypted',
        params: { detected },
      });
    }
  });
});

describe('files built to exhaust memory', () => {
  it('are refused from their directory alone', async () => {
    const spaces = Buffer.alloc(64 * 1024 * 1024, 0x20);
    expect(await refusal('bomb.xlsx', lyingZip('xl/worksheets/sheet1.xml', spaces, spaces.length))).toMatchObject({
      code: 'file_bomb',
      params: { what: 'ratio' },
    });
    expect(
      await refusal('huge.xlsx', lyingZip('xl/worksheets/sheet1.xml', randomBytes(4_000_000), 700_000_000)),
    ).toMatchObject({ code: 'file_bomb', params: { what: 'size' } });
  });

  it('are stopped where the directory lies', async () => {
    const spaces = Buffer.alloc(64 * 1024 * 1024, 0x20);
    expect(await refusal('lying.xlsx', lyingZip('mimetype', spaces, 30))).toMatchObject({ code: 'file_bomb' });
  });

  it('are refused when too wide, too long, or too much in all', async () => {
    expect(await refusal('wide.csv', `${new Array(200_000).fill('秘点名称').join(',')}\n`)).toMatchObject({
      code: 'file_too_large',
      params: { what: 'columns', limit: 16_384 },
    });
    expect(await refusal('wide-empty.csv', `a${','.repeat(20_000)}\n`)).toMatchObject({ code: 'file_too_large' });
    expect(await refusal('long.csv', 'a\n'.repeat(1_048_577))).toMatchObject({
      code: 'file_too_large',
      params: { what: 'rows' },
    });
    const wide = await xlsxOf(
      '<worksheet><sheetData><row r="1"><c r="ZZZ1"><v>1</v></c></row></sheetData></worksheet>',
    );
    expect(await refusal('wide.xlsx', wide)).toMatchObject({ code: 'file_too_large', params: { what: 'columns' } });
    const long = await xlsxOf(
      '<worksheet><sheetData><row r="2000000"><c r="A2000000"><v>1</v></c></row></sheetData></worksheet>',
    );
    expect(await refusal('long.xlsx', long)).toMatchObject({ code: 'file_too_large', params: { what: 'rows' } });
    const corners = Array.from(
      { length: 1500 },
      (_unused, row) => `<row r="${row + 1}"><c r="XFD${row + 1}"><v>1</v></c></row>`,
    ).join('');
    expect(
      await refusal('corners.xlsx', await xlsxOf(`<worksheet><sheetData>${corners}</sheetData></worksheet>`)),
    ).toMatchObject({ code: 'file_too_large', params: { what: 'cells' } });
    const table =
      '<table:table table:name="S"><table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16000" office:value-type="float" office:value="1"/></table:table-row></table:table>';
    const ods = await zipOf({
      mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
      'content.xml': `<office:document-content>${table}</office:document-content>`,
    });
    expect(await refusal('repeated.ods', ods)).toMatchObject({ code: 'file_too_large' });
  });

  it('stop when the caller gives up or the time is over', async () => {
    const path = scratch('slow.csv', '编号,秘点名称\n'.repeat(300_000));
    expect(await errorOf(readWorkbook(path, { signal: AbortSignal.abort() }))).toMatchObject({ code: 'cancelled' });
    expect(await errorOf(readWorkbook(path, { deadlineMs: 0 }))).toMatchObject({ code: 'file_timeout' });
  });

  it('are refused where one piece of them has no end', async () => {
    const deep = await xlsxOf(`<worksheet><sheetData>${'<a>'.repeat(100_000)}`);
    expect(await refusal('deep.xlsx', deep)).toMatchObject({ code: 'file_corrupt' });
    const long = await xlsxOf(`<worksheet><!--${'秘点'.repeat(2_000_000)}--><sheetData/></worksheet>`);
    expect(await refusal('long.xlsx', long)).toMatchObject({ code: 'file_corrupt' });
    expect(await refusal('open.csv', `编号,名称\n1,"甲\n2,乙\n${'3,丙\n'.repeat(1_000_000)}`)).toMatchObject({
      code: 'file_corrupt',
    });
    expect(await refusal('commas.csv', `a"${','.repeat(20_000_001)}`)).toMatchObject({
      code: 'file_too_large',
      params: { what: 'cells' },
    });
  });

  it('hide no more columns than a sheet can have', async () => {
    const columns = '<col min="-1000000000" max="1000000000" hidden="1"/>'.repeat(100);
    const sheet = `<worksheet><cols>${columns}</cols><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>`;
    const workbook = await readWorkbook(scratch('hidden.xlsx', await xlsxOf(sheet)));
    expect(workbook.sheets[0]?.hiddenColumns.length).toBeLessThanOrEqual(16_384);
  });

  it('do not expand entities of their own', async () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>';
    const sheet = `${bomb}<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>`;
    const workbook = await readWorkbook(scratch('entities.xlsx', await xlsxOf(sheet)));
    expect(workbook.sheets[0]?.rows).toEqual([['&b;']]);
  });
});
