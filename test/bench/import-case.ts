// The import of 100,000 rows × 9 columns, one of them sealed, beside openpyxl reading the same file.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scratchFolder } from '../integration/support/vaults.ts';
import { type Figure, ratioFigure } from './measure.ts';

const python = process.platform === 'linux' ? '/usr/bin/python3' : 'python3';
const rows = 100_000;

const makeWorkbook = `
import openpyxl, random, sys
random.seed(1)
wb = openpyxl.Workbook(write_only=True); ws = wb.create_sheet('秘点台账')
ws.append(['编号','秘点名称','类别','密级','保密期限','责任部门','责任人','产生日期','秘点内容'])
subjects = ['耐火云母带树脂浸渍温度曲线','有机硅胶黏剂低温固化促进体系','云母纸打浆度与定量对照表','华东区主要客户年度报价底线','涂布烘道七温区参数组合']
for i in range(${rows}):
    ws.append([f'商密〔2026〕{i+1:06d}号', random.choice(subjects)+f'（{i}型）', random.choice(['技术信息','经营信息']), random.choice(['核心商密','重要商密','一般商密']),
      random.choice(['长期','公布前','10年','2031-06-30']), random.choice(['研发部','工艺技术部','质量管理部','生产一部']), random.choice('王李张刘陈')+random.choice(['若溪','言之','知衡','兰舟']),
      f'20{random.randint(10,25)}-{random.randint(1,12):02d}-{random.randint(1,28):02d}',
      f'一区 {random.randint(60,99)}±3℃，二区 {random.randint(100,130)}±2℃；线速 {random.random()*9:.2f} m/min；第{i}号配方固含量 {random.randint(30,60)}%'])
wb.save(sys.argv[1])
`;
const readWorkbook = `
import openpyxl, sys, time
start = time.perf_counter()
sheet = openpyxl.load_workbook(sys.argv[1], read_only=True).active
count = sum(1 for _ in sheet.iter_rows(values_only=True))
print((time.perf_counter() - start) * 1000)
`;

/** The figure, or null with a note where openpyxl is not installed. */
export function importCase(note: (text: string) => void): Figure | null {
  if (spawnSync(python, ['-c', 'import openpyxl']).status !== 0) {
    note('import: skipped, python3-openpyxl is not installed');
    return null;
  }
  const folder = scratchFolder();
  try {
    const file = join(folder, 'ledger.xlsx');
    const made = spawnSync(python, ['-c', makeWorkbook, file], { encoding: 'utf8' });
    if (made.status !== 0) throw new Error(made.stderr);
    const base = Number(spawnSync(python, ['-c', readWorkbook, file], { encoding: 'utf8' }).stdout);
    const child = fileURLToPath(new URL('./import-child.ts', import.meta.url));
    const run = spawnSync(process.execPath, [child, file], { encoding: 'utf8', maxBuffer: 1 << 24 });
    if (run.status !== 0) throw new Error(run.stderr);
    const result = JSON.parse(run.stdout) as {
      elapsedMs: number;
      slowestPingMs: number;
      created: number;
      peakBytes: number;
    };
    if (result.created !== rows) throw new Error(`imported ${result.created} of ${rows} rows`);
    const figure = ratioFigure(
      'import 100,000 × 9 with a sealed column, end to end',
      'openpyxl read-only pass',
      result.elapsedMs,
      base,
      2,
      {
        'RSS MB': Math.round(result.peakBytes / 1e6),
        'slowest ping ms': Math.round(result.slowestPingMs),
      },
    );
    return { ...figure, ok: figure.ok && result.peakBytes <= 600e6 && result.slowestPingMs <= 200 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
