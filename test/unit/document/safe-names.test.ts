// Names of files in bundles: taken by every system, each once.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNamer, safeName } from '../../../electron/core/document/bundle/safe-names.ts';

describe('A safe name', () => {
  it.each([
    ['商密〔2026〕001号', '商密〔2026〕001号'],
    ['a/b\\c:d*e?"f<g>h|i', 'a_b_c_d_e__f_g_h_i'],
    ['100%.pdf', '100_.pdf'],
    ['CON', '_CON'],
    ['con.txt', '_con.txt'],
    ['LPT1.pdf', '_LPT1.pdf'],
    ['console.txt', 'console.txt'],
    ['..', 'fallback'],
    ['.hidden', 'hidden'],
    ['name. . ', 'name'],
    ['合同\u202efdp.exe', '合同_fdp.exe'],
    ['e\u0301tude.txt', 'étude.txt'],
    ['', 'fallback'],
  ])('of %j is %j', (name, safe) => expect(safeName(name, 'fallback')).toBe(safe));

  it('keeps its extension however long it is', () => {
    const safe = safeName(`${'长'.repeat(300)}.pdf`, 'x');
    expect(safe.endsWith('.pdf')).toBe(true);
    expect(Buffer.byteLength(safe)).toBeLessThan(400);
  });

  it('never leaves its folder, whatever it is made from', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const safe = safeName(name, 'x');
        expect(safe).toBe(safe.normalize('NFC'));
        expect(safe).not.toMatch(/[\\/:*?"<>|%\p{Cc}]|^\.|[. ]$|^$/u);
      }),
    );
  });
});

describe('A namer', () => {
  it('gives each name once, also where only case or width differs', () => {
    const name = createNamer();
    expect(['a.pdf', 'A.pdf', 'ａ.pdf', 'a.pdf', 'b'].map(name)).toEqual([
      'a.pdf',
      'A (2).pdf',
      'ａ (3).pdf',
      'a (4).pdf',
      'b',
    ]);
  });
});
