import { expect, test } from 'vitest';
import { isTrustedSender, type Sender } from '../../../electron/main/gate.ts';

const expected = { webContentsId: 4, origin: 'app://midian' };
const trusted: Sender = { sender: { id: 4 }, senderFrame: { parent: null, origin: 'app://midian' } };

test("the window's own top frame is trusted", () => {
  expect(isTrustedSender(trusted, expected)).toBe(true);
});

test.each<[string, Sender]>([
  ['a frame that is gone', { ...trusted, senderFrame: null }],
  ['a frame inside the page', { ...trusted, senderFrame: { parent: {}, origin: 'app://midian' } }],
  ['another address', { ...trusted, senderFrame: { parent: null, origin: 'https://midian' } }],
  ['an address that starts alike', { ...trusted, senderFrame: { parent: null, origin: 'app://midian.example' } }],
  ['an opaque origin', { ...trusted, senderFrame: { parent: null, origin: 'null' } }],
  ['an empty origin', { ...trusted, senderFrame: { parent: null, origin: '' } }],
  ['another window', { ...trusted, sender: { id: 5 } }],
])('%s is refused', (_name, event) => {
  expect(isTrustedSender(event, expected)).toBe(false);
});

test('nobody is trusted while the window is being replaced', () => {
  expect(isTrustedSender(trusted, { ...expected, webContentsId: null })).toBe(false);
});
