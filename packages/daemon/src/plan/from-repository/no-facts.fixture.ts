import type { RepositoryFacts } from './repository-facts.ts';

/** A repository that says nothing. */
export const noFacts: RepositoryFacts = {
  folder: 'shop',
  scripts: [],
  dependencies: [],
  branches: [],
  deployScripts: {},
  metricNames: [],
  routes: [],
};
