import { readFileSync } from 'node:fs';
import { minutes } from '@daywatch/shared/vocabulary/time.ts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isLong } from '../support/is-long.ts';
import { holdLeash, type Leash } from '../support/leash.ts';
import { createWorld, type World } from '../world.ts';
import { type EditorTheme, editorThemes, openWebview } from './dashboard/open-webview.ts';
import { type Served, serveWorld, viewerToken } from './dashboard/serve-world.ts';
import { type Story, shopDay } from './dashboard/shop-day.ts';
import { lookAtDashboard } from './extension/look-at-dashboard.ts';
import { launchBrowser } from './launch-browser.ts';
import { screenshot } from './screenshot.ts';
import { seriousFindings } from './serious-findings.ts';

// A story is fifteen hours of fifty criteria.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const themes = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'high-contrast': { colorScheme: 'light', forcedColors: 'active' },
} as const;
type Theme = keyof typeof themes;

let leash: Leash;
let browser: Browser;
beforeAll(async () => {
  leash = holdLeash();
  browser = await launchBrowser(leash.env);
});
afterAll(async () => {
  await browser.close();
  await leash.release();
});

interface Opened {
  readonly page: Page;
  readonly errors: readonly string[];
}

async function open(
  url: string,
  world: World,
  { width = 1280, theme = 'light' as Theme, token = viewerToken as string } = {},
): Promise<Opened> {
  const page = await browser.newPage({
    ...themes[theme],
    viewport: { width, height: 900 },
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  // The day of the story, not the day of the test.
  await page.clock.setFixedTime(new Date(world.clock.now()));
  await page.goto(`${url}/#token=${token}`);
  return { page, errors };
}

const isWiderThanItsWindow = (page: Page) =>
  page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
const requestsElsewhere = (page: Page, url: string) =>
  page.evaluate<string[]>(
    `performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => !name.startsWith('${url}/'))`,
  );

const inTurn: readonly Theme[] = ['dark', 'light', 'high-contrast'];
const widths = [1280, 400, 320];
/** By how many widths a story's looks are turned: those with most in them show each theme at each width between them. */
const turns: Readonly<Record<Story, number>> = { 'no-go': 0, blind: 1, go: 2, deploying: 1, empty: 2 };

/** Each theme and each width once; in the long form, each theme at each width where the picture has most in it. */
const looks = (story: Story): [Theme, number][] =>
  inTurn.flatMap((theme, index) =>
    widths
      .filter(
        (_, place) => place === (index + turns[story]) % 3 || (isLong && (story === 'no-go' || story === 'blind')),
      )
      .map((width): [Theme, number] => [theme, width]),
  );

describe.each<[Story, RegExp, number]>([
  ['empty', /^No deployment yet/, 14],
  ['deploying', /^Deploying 3\/3/, 14],
  ['go', /^GO · \d+h/, 14],
  ['no-go', /^NO-GO · roll back/, 50],
  ['blind', /^Watching/, 14],
])('the story "%s"', (story, heading, criteria) => {
  let world: World;
  let served: Served;
  beforeAll(async () => {
    world = await shopDay(story, { criteria });
    served = await serveWorld(world);
  });
  afterAll(() => served.close());

  it.each(looks(story))('stands in %s, %i px wide, without a serious fault', async (theme, width) => {
    const { page, errors } = await open(served.url, world, { theme, width });
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    if (story !== 'empty') await page.locator('.ribbon').waitFor();
    if (width > 1_000 && story !== 'empty' && story !== 'deploying')
      await page.locator('.criterion .plot').first().waitFor();
    await page.getByText('Loading the record…').waitFor({ state: 'detached' });
    await screenshot(page, `dashboard/${story}-${theme}-${width}`);
    expect(await isWiderThanItsWindow(page)).toBe(false);
    expect(await requestsElsewhere(page, served.url)).toEqual([]);
    expect(await seriousFindings(page)).toEqual([]);
    expect(errors).toEqual([]);
    await page.close();
  });
});

describe('the dashboard of a NO-GO', () => {
  let world: World;
  let served: Served;
  beforeAll(async () => {
    world = await shopDay('no-go', { criteria: 14 });
    served = await serveWorld(world);
  });
  afterAll(() => served.close());

  it('tells the day as one picture: what held when, what failed, and what was silenced', async () => {
    const { page } = await open(served.url, world);
    const held = page.getByRole('list', { name: 'What held' }).getByRole('button');
    await held.first().waitFor();
    const labels = await held.evaluateAll((all) => all.map((one) => (one as { textContent: string }).textContent));
    expect(labels.at(-1)).toBe('NO-GO');
    const lanes = page.getByRole('list', { name: 'What failed or was silenced' });
    await lanes.getByText('Errors never logged before').waitFor();
    await lanes.getByText('Memory of the process').waitFor();
    await held.last().focus();
    await page.getByText(/^NO-GO, 01:\d\d to 03:\d\d/).waitFor();
    await page.close();
  });

  it('asks for readings of what is seen only, and draws them when somebody scrolls there', async () => {
    const { page } = await open(served.url, world);
    const charts = page.locator('.criterion .plot');
    await charts.first().waitFor();
    const before = await charts.count();
    expect(before).toBeLessThan(14);
    expect((await lookAtDashboard(page)).charts).toEqual(Array(14).fill(true));
    await page.close();
  });

  it('reads a chart by keyboard', async () => {
    const { page } = await open(served.url, world);
    const chart = page.getByRole('slider', { name: 'Readings of Workflow: register and sign in' });
    await chart.focus();
    await page.keyboard.press('Home');
    expect(await chart.getAttribute('aria-valuetext')).toMatch(/^Tue 1 Dec \d\d:\d\d: (0 %|no reading)$/);
    await page.keyboard.press('End');
    await page.keyboard.press('PageDown');
    expect(await chart.getAttribute('aria-valuetext')).toMatch(/^Wed 2 Dec 0\d:\d\d: [\d.]+ %$/);
    await page.close();
  });

  it('has the readings of a chart as a table too, for whoever does not see the picture', async () => {
    const { page } = await open(served.url, world, { width: 320 });
    const card = page.locator('#criterion-sign-in');
    await card.scrollIntoViewIfNeeded();
    await card.locator('.plot').waitFor();
    expect(await page.locator('table').count()).toBe(0);
    await card.getByText('Readings as a table').focus();
    await page.keyboard.press('Enter');
    const table = card.getByRole('region', { name: /^Readings of Workflow: .*, the newest first$/ }).getByRole('table');
    await table.waitFor();
    expect(await table.getByRole('columnheader').allInnerTexts()).toEqual(['Time (CET)', 'Reading', 'Worst', 'Usual']);
    const [newest = '', ...older] = (await table.getByRole('row').allInnerTexts()).slice(1);
    expect(newest).toMatch(/^Wed 2 Dec 03:\d\d\t0 %\t/);
    expect(older.some((row) => /^Wed 2 Dec 02:\d\d\t[1-9][\d.]* %/.test(row))).toBe(true);
    expect(older.length).toBeGreaterThan(50);
    expect(await isWiderThanItsWindow(page)).toBe(false);
    expect(await seriousFindings(page)).toEqual([]);
    await screenshot(page, 'dashboard/readings-320');
    await page.close();
  });

  it('says whose clock its times are: the reasons speak of UTC', async () => {
    const { page } = await open(served.url, world);
    await page.getByText('Tue 1 Dec 12:00 to Wed 2 Dec 12:16 CET').waitFor();
    await page
      .locator('.criterion')
      .getByText(/failing since \d\d:\d\d CET/)
      .first()
      .waitFor();
    await page.getByRole('heading', { level: 3, name: 'Wed 2 Dec (CET)' }).waitFor();
    await page.close();
  });

  it('cuts off no limit and no time where there is little room', async () => {
    const { page } = await open(served.url, world, { width: 320 });
    await page.locator('.day-axis').waitFor();
    const cutOff = await page.evaluate<string[]>(
      `[...document.querySelectorAll('.value span')].filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent)`,
    );
    expect(cutOff).toEqual([]);
    const labels = await page.evaluate<{ text: string; from: number; until: number }[]>(`
      [...document.querySelectorAll('.day-axis .axis-tick')].filter((tick) => tick.offsetWidth > 0).map((tick) => {
        const words = document.createRange();
        words.selectNodeContents(tick);
        const { left, right } = words.getBoundingClientRect();
        return { text: tick.textContent, from: left, until: right };
      })`);
    expect(labels.length).toBeGreaterThan(2);
    expect(labels.filter(({ until }, index) => until > (labels[index + 1]?.from ?? Infinity))).toEqual([]);
    await page.close();
  });

  it('shows what the log and the workflow said, as often as they said it', async () => {
    const { page } = await open(served.url, world);
    const told = page.locator('#criterion-new-errors .told');
    await told.locator('summary').click();
    await told.getByText('card_token missing').last().waitFor();
    expect(await told.locator('li small').textContent()).toMatch(/seen \d+ times/);
    await page.close();
  });

  it('shows only the criteria that somebody asks for', async () => {
    const { page } = await open(served.url, world);
    const failing = page.getByRole('button', { name: /^failing \d/ });
    await failing.click();
    const count = Number((await failing.textContent())?.replace(/\D/g, ''));
    expect(count).toBeGreaterThan(1);
    await expect.poll(() => page.locator('.criterion').count()).toBe(count);
    await page.close();
  });

  it('changes with the daemon, and nothing moves under the reader', async () => {
    const { page } = await open(served.url, world);
    const card = page.locator('.criterion').nth(5);
    await card.scrollIntoViewIfNeeded();
    await page.locator('.criterion').nth(5).locator('.plot').waitFor({ state: 'attached' });
    await page.evaluate('scrollBy(0, 40)');
    const where = async () => (await card.boundingBox())?.y;
    const before = await where();
    const name = await card.getAttribute('id');
    const current = world.state();
    const judgements = current.assessment?.judgements.map((one) => ({ ...one, state: 'failing' as const })) ?? [];
    world.feed.publish({
      ...current,
      revision: current.revision + 1,
      ...(current.assessment && { assessment: { ...current.assessment, judgements } }),
    });
    await page.getByRole('button', { name: 'passing 0' }).waitFor();
    expect(await card.getAttribute('id')).toBe(name);
    expect(await where()).toBe(before);
    await page.close();
  });

  it('says that it is offline, and keeps what it knew', async () => {
    const other = await serveWorld(world);
    const { page } = await open(other.url, world);
    await page.getByRole('heading', { level: 1, name: /^NO-GO/ }).waitFor();
    await other.close();
    await page.getByText('What stands here is what the daemon said last').waitFor();
    await screenshot(page, 'dashboard/offline');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('NO-GO');
    expect(await seriousFindings(page)).toEqual([]);
    await page.close();
  });

  it('does not show a verdict past its validity as one that holds', async () => {
    const { page } = await open(served.url, world);
    await page.getByRole('heading', { level: 1, name: /^NO-GO/ }).waitFor();
    await page.clock.setFixedTime(new Date(world.clock.now() + 3_600_000));
    await page.getByRole('heading', { level: 1, name: /^Stale for/ }).waitFor();
    await screenshot(page, 'dashboard/stale');
    await page.close();
  });

  it('asks for a token when it has none that the daemon knows', async () => {
    const { page } = await open(served.url, world, { token: 'wrong' });
    await page.getByText('The token is not one that this daemon knows.').waitFor();
    await screenshot(page, 'dashboard/unauthorised');
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByLabel('Token').fill(viewerToken);
    await page.getByRole('button', { name: 'Show the dashboard' }).click();
    await page.getByRole('heading', { level: 1, name: /^NO-GO/ }).waitFor();
    await page.close();
  });

  it('hands over the report as a file', async () => {
    const { page } = await open(served.url, world);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save the report' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe('daywatch-shop-01KBDEPLOYMENT.html');
    expect(readFileSync(await file.path(), 'utf8')).toContain('shop 1.4.2 in production');
    await page.close();
  });

  it.each(Object.keys(editorThemes) as EditorTheme[])(
    'is the same in a webview of the editor, in its colours: %s',
    async (theme) => {
      const page = await browser.newPage({ viewport: { width: 700, height: 900 }, timezoneId: 'Europe/Berlin' });
      await page.clock.setFixedTime(new Date(world.clock.now()));
      await openWebview(page, theme, { url: served.url, token: viewerToken });
      await page.getByRole('heading', { level: 1, name: /^NO-GO/ }).waitFor();
      await page.locator('.ribbon').waitFor();
      const ground = editorThemes[theme]['editor-background'];
      const inHex = `getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map((part) => Number(part).toString(16).padStart(2, '0')).join('')`;
      expect(`#${await page.evaluate(inHex)}`).toBe(ground);
      await screenshot(page, `dashboard/webview-${theme}`);
      expect(await isWiderThanItsWindow(page)).toBe(false);
      expect(await seriousFindings(page)).toEqual([]);
      await page.close();
    },
  );
});

describe('deployments of the past', () => {
  it('are paged through, looked at as the present one, and left again', async () => {
    const world = await createWorld();
    for (let number = 10; number < 22; number += 1) {
      await world.deploy(`01DEPLOYMENT${number}`);
      await world.clock.advance(minutes(5));
    }
    const served = await serveWorld(world);
    const { page, errors } = await open(served.url, world);
    await page.getByRole('heading', { name: 'Deployments' }).scrollIntoViewIfNeeded();
    const past = page.locator('.deployments button');
    await past.first().waitFor();
    expect(await past.count()).toBe(10);
    await page.getByRole('button', { name: 'Show older ones' }).click();
    await expect.poll(() => past.count()).toBe(12);
    await past.last().click();
    await page.getByRole('heading', { level: 1, name: /superseded$/ }).waitFor();
    expect(page.url()).toContain('deployment=01DEPLOYMENT10');
    await page.locator('.ribbon').waitFor();
    await page.locator('.criterion .plot').waitFor();
    await screenshot(page, 'dashboard/past');
    expect(await seriousFindings(page)).toEqual([]);

    await page.reload();
    await page.getByRole('button', { name: 'To what is watched now' }).click();
    await page.getByRole('heading', { level: 1, name: /^Watching/ }).waitFor();
    expect(errors).toEqual([]);
    await page.close();
    await served.close();
  });
});
