/** What `docs/tour.md` shows. */
export const tourPictures: ReadonlySet<string> = new Set([
  'walkthrough',
  'plan-problem',
  'deploy-question',
  'deploying',
  'watching',
  'offline',
  'go',
  'no-go',
  'evidence',
  'hc-black-dashboard',
  'dashboard-light-1280',
  'dashboard-dark-1280',
  'dashboard-dark-400',
  'rollback-question',
  'rolled-back',
  'report',
]);
