import type { FrameLocator, Page } from 'playwright-core';

export type DashboardLooks = {
  /** Of each chart, whether anything is drawn on it. */
  charts: boolean[];
  /** Wider than the window means scrolling sideways. */
  width: number;
  /** What the page has asked for besides itself. */
  asked: string[];
};

// As text: it runs in the page, whose types the tests do not have. A chart is drawn when somebody looks at it.
const CHARTS = `(async () => {
  const charts = [];
  for (const card of document.querySelectorAll('.criterion')) {
    card.scrollIntoView({ block: 'center' });
    const drawn = () => (card.querySelector('.series')?.getAttribute('d') ?? '') !== '';
    for (let frame = 0; frame < 60 && !drawn(); frame += 1) await new Promise(requestAnimationFrame);
    charts.push(drawn());
  }
  scrollTo(0, 0);
  return charts;
})()`;

const LOOK = `(async () => ({
  charts: await ${CHARTS},
  width: document.documentElement.scrollWidth,
  asked: performance.getEntriesByType('resource').map(({ name }) => name),
}))()`;

export const lookAtDashboard = (page: Page): Promise<DashboardLooks> => page.evaluate<DashboardLooks>(LOOK);

/** The same for a dashboard in a frame. */
export const chartsIn = (frame: FrameLocator): Promise<boolean[]> =>
  frame.locator('body').evaluate<boolean[], unknown>(CHARTS);
