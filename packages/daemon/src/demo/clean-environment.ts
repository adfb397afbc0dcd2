/**
 * The person's environment without what would lead the demo to somebody else's database, daemon or repository.
 * What marks the processes of a test stays.
 */
export function cleanEnvironment(environment: Readonly<Record<string, string>>): Record<string, string> {
  const foreign =
    /^(PG[A-Z]+|GIT_.+|DAYWATCH_(?!TEST_).+|DATABASE_URL|NODE_OPTIONS|PORT|HOST|POOL_SIZE|COMMIT|SHOP_.+)$/;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !foreign.test(name)));
}
