// The story the demo enterprise lives through: set-up, hiring, proposing, grading, carriers, and what happens over time.
import assert from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FieldValues } from '../../../shared/registers/definition.ts';
import { localDate } from '../../../shared/time.ts';
import { uuidv7 } from '../format/uuid.ts';
import { addAttachments } from '../register/attachments/add.ts';
import { addLinks, closeLinks } from '../register/links.ts';
import type { TableRow } from '../register/statements.ts';
import { createRecord, rowById, setVoid, updateRecord } from '../register/store.ts';
import { type WriteContext, writeTransaction } from '../register/write-context.ts';
import type { TaskContext } from '../tasks.ts';
import { waive } from '../vault/separation.ts';
import { ensureSpareDataKeys, type VaultSession } from '../vault/session.ts';
import { personById } from '../vault/users.ts';
import * as words from './demo-data.ts';
import type { Random } from './random.ts';

/** Two years. */
export const historyDays = 730;
const dayMs = 86_400_000;
/** 分 in 万元. */
const fenPerWan = 1_000_000;
const peopleCount = 400;
const carrierShare = 2 / 3;
/** Secrets that come from the ledger kept before. */
const oldLedger = 36;

export interface Demo {
  session: VaultSession;
  random: Random;
  departments: Map<string, string>;
  posts: Map<string, string>;
  people: { id: string; name: string; department: string }[];
  secrets: { id: string; name: string; department: string; level: string }[];
}

/** The story, in the order an office lives it. */
export async function tell(
  demo: Demo,
  secrets: number,
  moveTo: (day: number) => void,
  job: TaskContext,
): Promise<void> {
  const write = async <T>(work: (context: WriteContext) => T): Promise<T> => {
    job.checkCancelled();
    await ensureSpareDataKeys(demo.session);
    return writeTransaction(
      demo.session,
      (context) => {
        const result = work(context);
        // A month in which nothing came up leaves a step all the same.
        context.journal.append({ action: 'demo.step' });
        return result;
      },
      uuidv7(demo.session.now()),
    );
  };
  moveTo(1);
  await write((context) => {
    // One person tries everything here: proposing and approving too.
    const user = personById(context.session.db, context.session.user.id);
    waive(context, { user, pair: 'proposerApprover', reason: '演示库只有一名用户' });
    setUp(context, demo);
    protect(context);
  });
  moveTo(3);
  await write((context) => hire(context, demo, peopleCount));
  const months = 22;
  for (let month = 0; month < months; month += 1) {
    const day = 10 + Math.round((month * (historyDays - 40)) / months);
    job.progress(month, months, 'demo');
    moveTo(day);
    const from = Math.round((secrets * month) / months);
    const to = Math.round((secrets * (month + 1)) / months);
    await write((context) => proposeSecrets(context, demo, to - from));
    moveTo(day + 6);
    if (month < months - 1) await write((context) => gradeSecrets(context, demo, from));
    moveTo(day + 9);
    const carriers = Math.round((to - from) * carrierShare);
    if (carriers > 0) await write((context) => registerCarriers(context, demo, from, carriers));
    moveTo(day + 12);
    if (month % 3 === 2) await write((context) => lookAfter(context, demo));
  }
  await attachPapers(demo, job);
}

function setUp(context: WriteContext, demo: Demo): void {
  const { registry } = context.session;
  for (const { name, aliases, handlesSecrets } of words.departments)
    demo.departments.set(
      name,
      createRecord(context, registry.byKey('department'), {
        number: null,
        values: { name, aliases, handlesSecrets, establishedOn: '2012-03-01' },
      }).id,
    );
  for (const { name, department, secrecyClass } of words.posts)
    demo.posts.set(
      name,
      createRecord(context, registry.byKey('post'), {
        number: null,
        values: {
          name,
          department: demo.departments.get(department) ?? null,
          secrecyClass,
          headcount: demo.random.between(1, 12),
          approvedOn: localDate(context.journal.atMs),
          entryRequirements: '签订保密协议、岗前培训、守则签收',
          nonCompeteNeeded: secrecyClass === 'core',
        },
      }).id,
    );
}

/** The measures an office of this size has taken, and the systems where secrets lie. */
function protect(context: WriteContext): void {
  const { registry } = context.session;
  const today = localDate(context.journal.atMs);
  for (const measure of words.measures)
    createRecord(context, registry.byKey('measure'), {
      number: null,
      values: { ...measure, appliesTo: 'all', startsOn: '2022-10-01' },
    });
  for (const system of words.informationSystems)
    createRecord(context, registry.byKey('informationSystem'), {
      number: null,
      values: { ...system, startsOn: '2021-03-01', permissionsGradedOn: today, loggedOn: '2021-03-01', logMonths: 12 },
    });
}

function hire(context: WriteContext, demo: Demo, count: number): void {
  const { random } = demo;
  const taken = new Set<string>();
  for (let index = 0; index < count; index += 1) {
    let name = '';
    do name = random.pick([...words.surnames]) + random.pick(words.givenNames);
    while (taken.has(name));
    taken.add(name);
    const post = random.pick(words.posts);
    const isCovered = index < count * 0.7;
    const department = isCovered ? post.department : random.pick(words.departments).name;
    const joined = `${random.between(2012, 2024)}-${two(random.between(1, 12))}-${two(random.between(1, 28))}`;
    const values: FieldValues = {
      name,
      department: demo.departments.get(department) ?? null,
      position: isCovered ? post.name : '职员',
      post: isCovered ? (demo.posts.get(post.name) ?? null) : null,
      secrecyClass: isCovered ? post.secrecyClass : 'none',
      employment: random.pick(['contract', 'contract', 'contract', 'contract', 'agency', 'intern']),
      joinedOn: joined,
      coveredFrom: isCovered ? joined : null,
      // Most have signed and were trained; the others are what the rules find.
      agreementNumber: isCovered && index % 7 !== 0 ? `BM-${String(index + 1).padStart(4, '0')}` : null,
      trainedOn: isCovered && index % 5 !== 0 ? joined : null,
      phone: `139${String(random.between(0, 99_999_999)).padStart(8, '0')}`,
    };
    const row = createRecord(context, context.session.registry.byKey('person'), {
      number: `YG${String(index + 1).padStart(5, '0')}`,
      values,
    });
    demo.people.push({ id: row.id, name, department });
  }
}

function proposeSecrets(context: WriteContext, demo: Demo, count: number): void {
  const { random } = demo;
  for (let index = 0; index < count; index += 1) {
    const isTechnical = random.between(1, 10) <= 7;
    const serial = demo.secrets.length + 1;
    const name = `${random.pick(isTechnical ? words.technicalSubjects : words.businessSubjects)}（${random.pick(['A', 'B', 'C', 'D'])}型${two(serial % 100)}）`;
    const department = random.pick(
      isTechnical
        ? ['研发部', '工艺技术部', '质量管理部', '生产一部', '生产二部']
        : ['市场营销部', '采购供应部', '财务部', '信息中心', '人力资源部'],
    );
    const owner = random.pick(demo.people.filter((person) => person.department === department));
    // The first were taken over from the ledger the office kept before.
    const isOld = serial <= oldLedger;
    const level = random.pick(['core', 'important', 'important', 'general', 'general', 'general']);
    const row = createRecord(context, context.session.registry.byKey('secret'), {
      number: null,
      status: isOld ? 'in_force' : 'proposed',
      late: isOld,
      values: {
        ...(isOld
          ? { level, gradedOn: `${random.between(2019, 2023)}-${two(random.between(1, 12))}-15`, term: 'long_term' }
          : {}),
        name,
        publicName: `${isTechnical ? '材料工艺' : '经营资料'} ${String(serial).padStart(3, '0')}`,
        category: isTechnical ? 'technical' : 'business',
        ownership: '本单位',
        origin: isTechnical ? random.pick(['own', 'own', 'own', 'joint', 'licensed']) : 'own',
        originatedOn: `${random.between(2016, 2024)}-${two(random.between(1, 12))}`,
        department: demo.departments.get(department) ?? null,
        responsible: owner.name,
        responsibleId: owner.id,
        scope: random.pick(words.scopes),
        carrierForm: random.pick(['纸质 2 份', '电子', '纸质、电子', '图纸 3 份']),
        place: random.pick(words.places),
        content: random.pick(words.contents),
      },
    });
    demo.secrets.push({ id: row.id, name, department, level });
  }
}

function gradeSecrets(context: WriteContext, demo: Demo, from: number): void {
  const { random } = demo;
  const definition = context.session.registry.byKey('secret');
  const today = localDate(context.journal.atMs);
  const year = today.slice(0, 4);
  for (const [index, secret] of demo.secrets.slice(from).entries()) {
    if (random.between(1, 20) === 1) continue;
    const term =
      secret.level === 'core'
        ? 'long_term'
        : random.pick(['P5Y', 'P10Y', 'until_published', `${Number(year) + 5}-12-31`]);
    const [costWan, leadTimeMonths] = [random.between(20, 400), random.between(6, 36)];
    const current = rowById(context, definition, secret.id);
    if (current.status === 'proposed')
      updateRecord(context, definition, current, {
        version: null,
        status: 'in_force',
        values: {
          level: secret.level,
          gradedOn: today,
          term,
          approvalNumber: `定审〔${year}〕${String(from + index + 1).padStart(3, '0')}号`,
          nextReviewOn: `${Number(year) + 1}${today.slice(4, 8)}28`,
          measure: '签订保密协议；限定知悉范围；载体编号登记；存放于保密室',
          secrecy: '经检索未见公开文献记载。',
          value: `研发投入约 ${costWan} 万元，领先同行约 ${leadTimeMonths} 个月。`,
          leadTimeMonths,
          researchCost: costWan * fenPerWan,
        },
        reason: '定密审批',
      });
    const knowers = demo.people
      .filter((person) => person.department === secret.department)
      .slice(0, random.between(2, 6));
    addLinks(context, context.session.registry.byKey('secretPerson'), {
      fromId: secret.id,
      toIds: knowers.map(({ id }) => id),
      startsOn: today,
      values: { extent: random.pick(['all', 'part']), reason: '岗位需要', approver: '沈若溪' },
    });
    const post = words.posts.find((candidate) => candidate.department === secret.department);
    if (post)
      addLinks(context, context.session.registry.byKey('secretPost'), {
        fromId: secret.id,
        toIds: [demo.posts.get(post.name) as string],
        startsOn: today,
        values: { reason: '岗位职责' },
      });
  }
}

function registerCarriers(context: WriteContext, demo: Demo, from: number, count: number): void {
  const { random } = demo;
  const definition = context.session.registry.byKey('carrier');
  const today = localDate(context.journal.atMs);
  let left = count;
  for (const secret of demo.secrets.slice(from)) {
    const copies = Math.min(left, random.between(1, 3));
    if (copies === 0) break;
    left -= copies;
    const number = `ZT-${today.slice(0, 4)}-${String(from + (count - left)).padStart(3, '0')}`;
    const keeper = random.pick(demo.people.filter((person) => person.department === secret.department));
    const ids = Array.from({ length: copies }, (_, copy) => {
      const row = createRecord(context, definition, {
        number,
        status: random.pick(['in_store', 'in_store', 'in_store', 'on_loan', 'issued', 'archived']),
        values: {
          name: `${secret.name}${random.pick(['图纸', '试验报告', '作业指导书', '参数表'])}`,
          secretText: secret.name,
          form: random.pick(['paper', 'drawing', 'usb', 'electronic', 'sample']),
          level: secret.level,
          copyNumber: copy + 1,
          copiesTotal: copies,
          pages: random.between(1, 60),
          madeOn: today,
          maker: keeper.name,
          keeper: keeper.name,
          keeperId: keeper.id,
          department: demo.departments.get(secret.department) ?? null,
          place: random.pick(words.places),
          marked: random.between(1, 10) > 1,
        },
      });
      return row.id;
    });
    addLinks(context, context.session.registry.byKey('secretCarrier'), {
      fromId: secret.id,
      toIds: ids,
      startsOn: today,
      values: {},
    });
  }
}

/** What happens to registers over time: leavers, level changes, releases, a void entry, a lost carrier. */
function lookAfter(context: WriteContext, demo: Demo): void {
  const { random } = demo;
  const { registry, db } = context.session;
  const today = localDate(context.journal.atMs);
  const secretRegister = registry.byKey('secret');
  const graded = demo.secrets
    .map(({ id }) => rowById(context, secretRegister, id))
    .filter((row) => row.status === 'in_force' && row.void === 0);
  if (graded.length < 3) return;
  const dueBefore = localDate(context.journal.atMs + 100 * dayMs);
  for (const row of graded) {
    // Reviews come due a year after grading; a few are never done in time.
    if (row.rid % 41 === 0 || typeof row.next_review_on !== 'string' || row.next_review_on > dueBefore) continue;
    updateRecord(context, secretRegister, row, {
      version: null,
      values: { lastReviewedOn: today, nextReviewOn: `${Number(today.slice(0, 4)) + 1}${today.slice(4)}` },
      reason: '年度复核：维持',
    });
  }
  const untouched = graded.filter((row) => typeof row.next_review_on === 'string' && row.next_review_on > dueBefore);
  if (untouched.length < 2) return;
  const [second, third] = [random.pick(untouched), random.pick(untouched)] as [TableRow, TableRow];
  updateRecord(context, secretRegister, second, {
    version: null,
    values: { level: second.level === 'general' ? 'important' : 'general' },
    factDate: today,
    reason: '密级变更审批',
  });
  if (third.rid !== second.rid) {
    if (random.between(1, 2) === 1)
      updateRecord(context, secretRegister, third, {
        version: null,
        status: 'released',
        values: {},
        factDate: today,
        reason: '已随产品公开，解密',
      });
    else setVoid(context, secretRegister, third, true, '与其他秘点重复登记');
  }
  const leaver = random.pick(demo.people);
  const person = registry.byKey('person');
  const row = rowById(context, person, leaver.id);
  if (row.status === 'active') {
    updateRecord(context, person, row, {
      version: null,
      status: 'left',
      values: { leftOn: today },
      factDate: today,
      reason: '离职',
    });
    const open = db
      .prepare('SELECT id FROM secret_person WHERE person = ? AND ends_on IS NULL')
      .pluck()
      .all(leaver.id) as string[];
    if (open.length > 0)
      closeLinks(context, registry.byKey('secretPerson'), { ids: open, endsOn: today, reason: '离职' });
  }
}

/** A few sealed scans, so that previews and bundles have something to show. */
async function attachPapers(demo: Demo, job: TaskContext): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'midian-demo-'));
  try {
    const files = demo.secrets.slice(0, 12).map((secret, index) => {
      const path = join(folder, `定密审批表 ${String(index + 1).padStart(3, '0')}（演示）.txt`);
      writeFileSync(
        path,
        `商业秘密定密审批表（演示）\n\n秘点名称：${secret.name}\n提请部门：${secret.department}\n意见：同意。\n`,
      );
      return { path, register: 'secret', ownerId: secret.id };
    });
    assert(demo.secrets.length > 0, 'a demo has secrets');
    await addAttachments(demo.session, { files, mode: 'sealed', documentDate: null, note: '演示' }, job);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
