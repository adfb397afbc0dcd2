import { createDraft, type Draft } from '../draft/draft.ts';
import { writeDraft } from '../draft/write-draft.ts';
import { type RepositoryFacts, variableOf } from './repository-facts.ts';

/** A plan for what a repository holds: a preset, and what of it can be told from the files. */
export function fromRepository(facts: RepositoryFacts): string {
  const draft = createDraft();
  const service =
    facts.service?.value ?? (facts.folder.replace(/[^\w.-]+/g, '-').replace(/^[^a-z0-9]+/i, '') || 'service');
  const url = `\${${variableOf(service, 'URL')}}`;
  draft.put(['service'], service, facts.service?.from ?? 'the name of the folder');
  const isNode = facts.metrics !== undefined && facts.dependencies.includes('prom-client');
  draft.put(
    ['preset'],
    isNode ? 'node-service' : 'web-service',
    'criteria for a usual service; all of them can be overridden',
  );
  draft.put(['url'], url, 'where the service answers: set the variable for the daemon');
  if (facts.metrics !== undefined) draft.put(['metrics'], `${url}${facts.metrics.value}`, facts.metrics.from);
  if (facts.database !== undefined) draft.put(['database'], `\${${facts.database.value}}`, facts.database.from);
  if (facts.sentry !== undefined) {
    const account = { organization: '${SENTRY_ORG}', project: '${SENTRY_PROJECT}', token: '${SENTRY_AUTH_TOKEN}' };
    draft.put(['sources', 'sentry'], { type: 'sentry', ...account }, facts.sentry.from);
  }
  const steps = deploySteps(draft, facts);
  putChecklist(draft, facts);
  putVerify(draft, facts, url);
  putWatch(draft, facts);
  putRollback(draft, facts, steps);
  return writeDraft({ draft, above: aboveFor(facts), below: notFound(facts) });
}

const production = ['environments', 'production'] as const;

const aboveFor = ({ folder }: RepositoryFacts): readonly string[] => [
  `Made by \`daywatch init\` from what it found in ${folder}. Each comment says where.`,
  '`daywatch check --online` takes a first reading of everything.',
];

function putChecklist(draft: Draft, { scripts, migrations, branches }: RepositoryFacts): void {
  const path = [...production, 'checklist'];
  draft.add(path, { id: 'clean', title: 'Nothing is left uncommitted', git: ['clean'] });
  if (branches.includes('staging') && branches.includes('main'))
    draft.add(
      path,
      { id: 'mergeable', title: 'The merge has no conflict', git: ['mergeable'] },
      'the branches staging and main',
    );
  if (scripts.includes('test'))
    draft.add(path, { id: 'tests', title: 'All tests pass', run: 'npm test' }, 'package.json');
  if (migrations !== undefined)
    draft.add(
      path,
      { id: 'migrations', title: 'Migrations can be taken back', migrations: { folder: migrations.value } },
      migrations.from,
    );
  draft.add(path, { id: 'rollback-ready', title: 'The way back is open', 'rollback-ready': true });
}

/** The script that brings a version out, in the words of a step. */
function deploySteps(draft: Draft, { branches, deployScripts }: RepositoryFacts): string {
  const path = [...production, 'deploy'];
  const main = branches.includes('main') ? 'main' : branches.includes('master') ? 'master' : undefined;
  if (branches.includes('staging') && main !== undefined) {
    draft.put([...path, 'from'], 'staging', 'a branch of the repository');
    draft.put([...path, 'to'], main, 'a branch of the repository');
    for (const line of [`git checkout ${main}`, 'git merge --no-edit staging', `git push origin ${main}`])
      draft.add([...path, 'steps'], line);
  }
  const script = deployScripts.production ?? Object.values(deployScripts)[0];
  const line = script?.value ?? '[TBD: the command that deploys what is checked out]';
  draft.add([...path, 'steps'], line, script?.from);
  return line;
}

function putVerify(draft: Draft, { scripts, health }: RepositoryFacts, url: string): void {
  const path = [...production, 'verify'];
  draft.add(path, { get: `${url}${health?.value ?? '/healthz'}` }, health?.from);
  const script = ['test:production', 'test:prod', 'test:smoke', 'smoke', 'smoke-test'].find((name) =>
    scripts.includes(name),
  );
  if (script !== undefined) draft.add(path, { run: `npm run ${script}` }, 'package.json');
}

function putWatch(draft: Draft, facts: RepositoryFacts): void {
  const path = [...production, 'watch'];
  const { health, metricNames, metrics, database, sentry } = facts;
  draft.put([...path, 'for'], '24h');
  if (health !== undefined && health.value !== '/healthz') {
    draft.put([...path, 'criteria', 'healthy'], { check: { path: health.value, status: 200 } }, health.from);
    draft.put([...path, 'criteria', 'response-time'], { latency: { path: health.value } }, health.from);
  }
  // With names in the code, what is not among them is not measured.
  if (metrics !== undefined && metricNames.length > 0) {
    if (!metricNames.includes('http_requests_total'))
      draft.put([...path, 'criteria', 'error-rate'], false, 'there is no metric http_requests_total in the code');
    if (!metricNames.includes('http_request_duration_seconds')) {
      const own = metricNames.find((name) => /(?:request|response|http).*_seconds$/.test(name));
      draft.put(
        [...path, 'criteria', 'latency-p95'],
        own === undefined ? false : { latency: own },
        own === undefined ? 'there is no metric of request durations in the code' : 'a metric in the code',
      );
    }
  }
  if (database !== undefined)
    draft.put([...path, 'criteria', 'constraints'], {
      title: 'Every constraint holds for every row',
      integrity: true,
      source: 'database',
      check: 'not-valid-constraints',
      every: '1m',
    });
  if (sentry !== undefined)
    draft.put(
      [...path, 'criteria', 'new-issues'],
      {
        title: 'No new issue in Sentry',
        severity: 'critical',
        source: 'sentry',
        count: 'new-issues',
        limit: 0,
        every: '1m',
      },
      sentry.from,
    );
}

function putRollback(draft: Draft, { stableTags, migrations }: RepositoryFacts, script: string): void {
  const path = [...production, 'rollback'];
  draft.put([...path, 'when'], { blocking: 1, critical: 2, integrity: 1 });
  draft.put([...path, 'to'], 'last-stable');
  if (stableTags !== undefined) draft.put([...path, 'tags'], stableTags.value, stableTags.from);
  for (const line of ['git checkout ${ref}', script]) draft.add([...path, 'steps'], line);
  if (migrations !== undefined) draft.put([...path, 'migrations', 'folder'], migrations.value, migrations.from);
}

/** What a plan usually has and the repository does not tell. */
function notFound({ health, metrics, database, deployScripts, branches }: RepositoryFacts): readonly string[] {
  const missing = [
    ...(health === undefined ? ['- a health route: /healthz is asked until you name another one'] : []),
    ...(metrics === undefined ? ['- a page of metrics: without one, the service is only asked from outside'] : []),
    ...(database === undefined ? ['- the variable with the address of a Postgres'] : []),
    ...(Object.keys(deployScripts).length === 0 ? ['- a script that deploys'] : []),
    ...(branches.includes('staging') ? [] : ['- a branch staging: what is checked out is deployed']),
  ];
  const also = 'Also worth a look: a window, roles with sign-offs, announcements, workflows, dashboards (docs/plan).';
  return missing.length === 0 ? [also] : ['Not found:', ...missing, also];
}
