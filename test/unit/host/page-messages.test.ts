import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePageRequest, safeFileName } from '../../../electron/host/page-messages.ts';

const filters = [{ name: '表格', extensions: ['xlsx', 'midian-backup', '*'] }];

test.each([
  { type: 'call', route: 'register.list', input: { a: 1 } },
  { type: 'filePath', path: '/home/officer/台账.xlsx' },
  { type: 'fileHandle', handle: 3 },
  { type: 'chooseFiles', multiple: true, filters },
  { type: 'chooseFolder' },
  { type: 'chooseSave', suggestedName: '台账.xlsx', filters },
  { type: 'reveal', token: 'a'.repeat(32) },
])('a request is taken as it is: $type', (request) => {
  expect(parsePageRequest(request)).toEqual(request);
});

test('keys a request does not have are dropped', () => {
  expect(parsePageRequest({ type: 'chooseFolder', defaultPath: '/etc' })).toEqual({ type: 'chooseFolder' });
  expect(
    parsePageRequest({ type: 'chooseFiles', multiple: false, filters: [], properties: ['openDirectory'] }),
  ).toEqual({
    type: 'chooseFiles',
    multiple: false,
    filters: [],
  });
});

test.each([
  null,
  'call',
  [],
  {},
  { type: 'grant', token: 'x', path: '/etc/passwd' },
  { type: 'lock', reason: 'quit' },
  { type: 'call', route: 5 },
  { type: 'call', route: '' },
  { type: 'call', route: 'x'.repeat(101) },
  { type: 'filePath', path: '' },
  { type: 'fileHandle', handle: '1);alert(1' },
  { type: 'fileHandle', handle: 1.5 },
  { type: 'chooseFiles', multiple: 'yes', filters: [] },
  { type: 'chooseFiles', multiple: true, filters: [{ name: 'x', extensions: ['../x'] }] },
  { type: 'chooseSave', suggestedName: '', filters: [] },
  { type: 'reveal', token: '' },
])('anything else is refused: %j', (message) => {
  expect(parsePageRequest(message)).toBeNull();
});

test('no message makes the parser throw', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (type, rest) => {
      parsePageRequest({ ...(rest as object), type });
      parsePageRequest(rest);
    }),
  );
});

test('a suggested name stays a name: no folder, no control character, not hidden', () => {
  expect(safeFileName('../../etc/passwd')).toBe('_.._etc_passwd');
  expect(safeFileName('C:\\x\n.exe')).toBe('C__x_.exe');
  expect(safeFileName('.bashrc')).toBe('bashrc');
  expect(safeFileName('...')).toBe('midian');
  expect(safeFileName('秘点台账（2026）.xlsx')).toBe('秘点台账（2026）.xlsx');
});
