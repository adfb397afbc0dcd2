import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EnvironmentState } from '@daywatch/daemon/src/feed.ts';
import { hours, instant, minus, minutes, plus } from '@daywatch/shared/vocabulary/time.ts';
import { serveWorld, viewerToken } from '../dashboard/serve-world.ts';
import { shopDay } from '../dashboard/shop-day.ts';
import { shopPlan } from '../dashboard/shop-readings.ts';
import { type Editor, openEditor } from '../editor/open-editor.ts';
import { statusItem } from '../editor/parts/status-item.ts';

export type EditorOnADay = {
  editor: Editor;
  /** Gives the daemon's feed the other verdict; answers after how many milliseconds the status bar shows it. */
  turn(): Promise<number>;
  close(): Promise<void>;
};

const ITEM = 'daywatch.daywatch.daywatch.verdict';
const CRITERIA = 14;

// As text: it runs in the page, whose types the tests do not have.
const NOTE_CHANGES = `(() => {
  window.statusTexts = [];
  const item = document.getElementById('${ITEM}');
  const note = () => window.statusTexts.push({ at: Date.now(), text: item.innerText.trim() });
  new MutationObserver(note).observe(item, { subtree: true, childList: true, characterData: true });
})()`;
const NOTED = 'window.statusTexts.splice(0)';

/** A real editor beside the shop fifteen hours after its deploy: NO-GO, until the verdict is turned. */
export async function editorOnADay({ folder, vsix }: { folder: string; vsix: string }): Promise<EditorOnADay> {
  const deployedAt = minus(instant(Date.now()), hours(15.5));
  const [good, bad] = await Promise.all(
    (['go', 'no-go'] as const).map((story) => shopDay(story, { criteria: CRITERIA, deployedAt, signInFails: true })),
  );
  if (good === undefined || bad === undefined) throw new Error('a story is missing');
  const states = { go: good.state(), 'no-go': bad.state() };
  const served = await serveWorld(bad);
  let { revision } = bad.state();
  /** True from now on for an hour. */
  const publish = (state: EnvironmentState) => {
    const now = instant(Date.now());
    revision += 1;
    bad.feed.publish({ ...state, revision, asOf: now, validUntil: plus(now, minutes(60)) });
  };
  publish(states['no-go']);

  const workspace = join(folder, 'shop');
  await announce(workspace, served.url);
  const editor = await openEditor({ vsix, folder: workspace });
  const status = statusItem(editor.page, ITEM);
  await status.locator.filter({ hasText: /^\s*NO-GO/ }).waitFor({ timeout: 60_000 });
  await editor.page.evaluate(NOTE_CHANGES);
  let shown: keyof typeof states = 'no-go';

  return {
    editor,
    async turn() {
      shown = shown === 'go' ? 'no-go' : 'go';
      const beginning = shown === 'go' ? 'GO' : 'NO-GO';
      const turned = Date.now();
      publish(states[shown]);
      await status.locator.filter({ hasText: new RegExp(`^\\s*${beginning}`) }).waitFor({ timeout: 30_000 });
      const changes = await editor.page.evaluate<{ at: number; text: string }[]>(NOTED);
      const change = changes.find(({ text }) => text.startsWith(beginning));
      if (change === undefined) throw new Error(`The status bar changed unseen: ${JSON.stringify(changes)}`);
      return change.at - turned;
    },
    async close() {
      await editor.stop();
      await served.close();
    },
  };
}

/** As a daemon does in the folder of its plan: there the editor looks for it. */
async function announce(workspace: string, url: string): Promise<void> {
  const data = join(workspace, '.daywatch');
  mkdirSync(data, { recursive: true });
  const { pid }: { pid: number } = JSON.parse(await (await fetch(`${url}/healthz`)).text());
  writeFileSync(join(workspace, 'daywatch.yaml'), shopPlan(CRITERIA, '2m'));
  writeFileSync(join(data, 'daemon.json'), JSON.stringify({ url, pid }));
  writeFileSync(join(data, 'token'), viewerToken);
}
