/** The shop's bad releases that the demo can tell of, with what nobody noticed before production did. */
export const badReleases = {
  'slow-query':
    'the new table has no index on order_id. Each order in a list of orders reads all of it; on a small test database that is quick.',
  'server-errors':
    'orders that are picked up have no address, and their page fails. The tests only knew delivered orders.',
  'pool-exhaustion':
    'a basket that is sold out returns early and keeps its database connection. After ten of them nothing answers.',
  'broken-import':
    'one import names a path that does not exist. It is loaded with the first report; the health check stays green.',
} as const;

export type BadRelease = keyof typeof badReleases;
export const badReleaseNames = Object.keys(badReleases) as readonly BadRelease[];
