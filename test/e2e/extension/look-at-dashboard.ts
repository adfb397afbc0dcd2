import type { Page } from 'playwright-core';

export type DashboardLooks = {
  /** Of each chart, whether anything is drawn on it. */
  charts: boolean[];
  /** Wider than the window means scrolling sideways. */
  width: number;
  /** What the page has asked for besides itself. */
  asked: string[];
};

// As text: it runs in the page, whose types the tests do not have.
const LOOK = `(() => ({
  charts: [...document.querySelectorAll('.criterion canvas')].map((canvas) =>
    canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0)),
  width: document.documentElement.scrollWidth,
  asked: performance.getEntriesByType('resource').map(({ name }) => name),
}))()`;

export const lookAtDashboard = (page: Page): Promise<DashboardLooks> => page.evaluate<DashboardLooks>(LOOK);
