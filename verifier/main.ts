// The page verify.html: takes the choice, runs the verification, shows what came of it. Holds the state, nothing else does.
import './older-browsers.ts';
import * as z from 'zod/mini';
import { UnreadableBundle } from '../shared/evidence/bundle-source.ts';
import { version } from '../shared/version.ts';
import { addBeside, addDropped, besideNames, emptyChoice } from './choice.ts';
import { byId, element, fill } from './dom.ts';
import { filesOfInput } from './folder-files.ts';
import { countText, type Language, say, sizeText, type WordKey } from './page-words.ts';
import { resultView, type Verified } from './result-view.ts';
import { bundleName, Cancelled, verifyChoice } from './run.ts';

// Compiling checks would need what the content security policy forbids.
z.config({ jitless: true });

type Outcome = { verified: Verified } | { key: WordKey; places: Record<string, string> } | null;

let language: Language = 'zh';
let choice = emptyChoice();
let outcome: Outcome = null;
let unknown: string[] = [];
/** Set while a verification runs. */
let running: { isCancelled: boolean } | null = null;
let progress: { done: number; total: number } | null = null;

const inputs = {
  zip: byId<HTMLInputElement>('zip'),
  folder: byId<HTMLInputElement>('folder'),
  more: byId<HTMLInputElement>('more-files'),
  key: byId<HTMLInputElement>('key'),
};

function chosenWords(): string {
  const { bundle } = choice;
  if (!bundle) return say(language, 'nothingChosen');
  if (bundle.kind === 'zip')
    return say(language, 'chosen', { name: bundle.file.name, size: sizeText(bundle.file.size) });
  const bytes = bundle.files.reduce((sum, { file }) => sum + file.size, 0);
  const places = { name: bundle.name, count: countText(bundle.files.length), size: sizeText(bytes) };
  return say(language, 'chosenFolder', places);
}

function showProgress(): void {
  const bar = byId<HTMLProgressElement>('bar');
  const isReading = progress !== null && progress.done < progress.total;
  if (progress && isReading) bar.value = progress.done / Math.max(progress.total, 1);
  else bar.removeAttribute('value');
  const { done, total } = progress ?? { done: 0, total: 0 };
  byId('progress-words').textContent = isReading
    ? say(language, 'working', { done: sizeText(done), total: sizeText(total) })
    : say(language, 'working2');
}

/** Shows everything as the state is now. */
function render(): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.title = say(language, 'title');
  for (const place of document.querySelectorAll<HTMLElement>('[data-say]'))
    place.textContent = say(language, place.dataset.say as WordKey, { version });
  byId('switch').lang = language === 'zh' ? 'en' : 'zh-CN';
  byId('chosen').textContent = chosenWords();
  byId('beside').textContent = besideNames(choice).join('、');
  byId('clear').hidden = besideNames(choice).length === 0;
  fill(byId('unknown'), ...unknown.map((name) => element('p', {}, say(language, 'notBundle', { name }))));
  for (const control of document.querySelectorAll<HTMLButtonElement | HTMLInputElement>('[data-choice]'))
    control.disabled = running !== null;
  byId<HTMLButtonElement>('verify').disabled = running !== null || choice.bundle === null;
  byId('progress').hidden = running === null;
  if (running) showProgress();
  const result = byId('result');
  const isVerified = outcome !== null && 'verified' in outcome;
  byId('print').hidden = !isVerified;
  if (outcome === null) fill(result);
  else if ('verified' in outcome) fill(result, ...resultView(language, outcome.verified));
  else
    fill(
      result,
      element(
        'div',
        { class: 'verdict none' },
        element('p', { id: 'sentence' }, say(language, outcome.key, outcome.places)),
      ),
    );
}

function changed(): void {
  outcome = null;
  render();
}

async function verify(): Promise<void> {
  const { bundle } = choice;
  if (!bundle || running) return;
  const own = { isCancelled: false };
  running = own;
  progress = null;
  outcome = null;
  render();
  const name = bundleName(bundle);
  const told = inputs.key.value.trim();
  let shownAtMs = 0;
  const job = {
    progress: (done: number, total: number | null) => {
      progress = { done, total: total ?? 0 };
      if (Date.now() - shownAtMs < 100 && done !== total) return;
      shownAtMs = Date.now();
      showProgress();
    },
    checkCancelled: () => {
      if (own.isCancelled) throw new Cancelled();
    },
  };
  try {
    outcome = { verified: { name, told, report: await verifyChoice(choice, bundle, told, job) } };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    if (cause instanceof Cancelled) outcome = { key: 'cancelled', places: {} };
    else if (cause instanceof UnreadableBundle) outcome = { key: 'unreadable', places: { name, reason } };
    else outcome = { key: 'failed', places: { reason } };
  }
  running = null;
  render();
  byId('result').focus();
}

function listen(): void {
  byId('switch').addEventListener('click', () => {
    language = language === 'zh' ? 'en' : 'zh';
    render();
  });
  byId('choose-zip').addEventListener('click', () => inputs.zip.click());
  byId('choose-folder').addEventListener('click', () => inputs.folder.click());
  byId('choose-more').addEventListener('click', () => inputs.more.click());
  inputs.zip.addEventListener('change', () => {
    const file = inputs.zip.files?.[0];
    if (!file) return;
    choice.bundle = { kind: 'zip', file };
    unknown = [];
    changed();
  });
  inputs.folder.addEventListener('change', () => {
    const files = filesOfInput(inputs.folder.files ?? new DataTransfer().files);
    if (files.length === 0) return;
    choice.bundle = { kind: 'folder', name: files[0]?.path.split('/')[0] ?? '', files };
    unknown = [];
    changed();
  });
  inputs.more.addEventListener('change', () => {
    unknown = addBeside(choice, [...(inputs.more.files ?? [])]);
    inputs.more.value = '';
    changed();
  });
  byId('clear').addEventListener('click', () => {
    choice = { ...emptyChoice(), bundle: choice.bundle };
    unknown = [];
    changed();
    byId('choose-more').focus();
  });
  inputs.key.addEventListener('input', () => {
    if (outcome) changed();
  });
  byId('form').addEventListener('submit', (event) => {
    event.preventDefault();
    void verify();
  });
  byId('cancel').addEventListener('click', () => {
    if (running) running.isCancelled = true;
  });
  byId('print').addEventListener('click', () => window.print());
  // Anywhere on the page: a file let fall beside the frame would otherwise replace the page.
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    if (!event.dataTransfer || running) return;
    addDropped(choice, event.dataTransfer).then(
      (names) => {
        unknown = names;
        changed();
      },
      (cause) => {
        outcome = { key: 'failed', places: { reason: String(cause) } };
        render();
      },
    );
  });
}

listen();
render();
