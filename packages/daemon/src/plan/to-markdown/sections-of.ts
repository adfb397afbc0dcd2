import type { EnvironmentPlan, Plan } from '@daywatch/shared/vocabulary/plan.ts';
import type { PhrasingContent, RootContent } from 'mdast';
import type { Path } from '../fault.ts';
import { isMapping, type Mapping } from '../read-fields.ts';
import { bash, box, bullets, heading, item, labelled, numbered, paragraph, plain, words } from './phrases.ts';
import { announceWords, checklistWords, criterionWords, dashboardItems, roleItems, windowItems } from './prose-of.ts';

export interface DocumentSection {
  readonly head: readonly RootContent[];
  readonly prose: readonly RootContent[];
  /** Whether a part of the plan is told here, and so carried here when prose does not say it. */
  readonly tells: (path: Path) => boolean;
}

interface Told {
  /** As it is written. */
  readonly value: Mapping;
  readonly plan: Plan;
  readonly environment: EnvironmentPlan;
}

/** The sections of a deployment plan, in the order in which people expect them. */
export function sectionsOf({ value, plan, environment }: Told): readonly DocumentSection[] {
  const written = isMapping(value.environments) ? value.environments[environment.name] : undefined;
  const own: Mapping = isMapping(written) ? written : {};
  const part = (key: string): Mapping => (isMapping(own[key]) ? own[key] : {});
  const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
  const within =
    (...keys: readonly string[]) =>
    (path: Path) =>
      path[0] === 'environments' && path[1] === environment.name && keys.includes(String(path[2]));
  const deploy = part('deploy');
  const rollback = part('rollback');
  const watch = part('watch');
  const title = `${environment.name.charAt(0).toUpperCase()}${environment.name.slice(1)} deployment plan`;
  const others = Object.keys(plan.environments).filter((name) => name !== environment.name);

  return [
    section([heading(1, title)], [], () => false),
    section(
      [heading(2, 'Overview')],
      bullets([
        item(labelled('Service', [plain(plan.service)])),
        item(labelled('Environment', [plain(environment.name)])),
      ]),
      (path) => path[0] === 'service',
    ),
    section([heading(2, 'Deployment window')], bullets(windowItems(part('window'))), within('window')),
    section(
      [heading(2, 'Pre-deployment checklist')],
      bullets(list(own.checklist).map((entry) => box(checklistWords(entry)))),
      within('checklist'),
    ),
    section(
      [heading(2, 'Deployment steps')],
      numbered([
        ...(typeof deploy.from === 'string' && typeof deploy.to === 'string'
          ? [item(words(`Merge the \`${deploy.from}\` branch to \`${deploy.to}\``))]
          : []),
        ...stepItems('Run the deployment:', list(deploy.steps)),
      ]),
      within('deploy'),
    ),
    section(
      [heading(3, 'Verification')],
      bullets(stepItems('All of it must pass:', list(own.verify))),
      within('verify'),
    ),
    section(
      [heading(3, 'Post-deployment monitoring')],
      'watch' in own ? bullets([item(words(`Watch for ${watch.for ?? '24h'}, every ${watch.every ?? '15s'}`))]) : [],
      (path) => within('watch')(path) && path[3] !== 'criteria',
    ),
    section([heading(2, 'Rollback procedure')], [], () => false),
    section(
      [heading(3, 'Decision')],
      'rollback' in own ? bullets(clausesOf(environment)) : [],
      (path) => within('rollback')(path) && path[3] === 'when',
    ),
    section(
      [heading(3, 'Rollback steps')],
      bullets([
        ...stepItems('Go back to the last stable version:', list(rollback.steps)),
        ...(isMapping(rollback.watch) && typeof rollback.watch.for === 'string'
          ? [item(words(`Verify the rollback for ${rollback.watch.for}`))]
          : []),
      ]),
      (path) => within('rollback')(path) && path[3] !== 'when' && path[3] !== 'ticket',
    ),
    section(
      [heading(3, 'Post-rollback')],
      bullets([
        item(words('Write the report')),
        ...('ticket' in rollback ? [item(words('Open a ticket'))] : []),
        ...('window' in own ? [item(words('Schedule a new deployment window'))] : []),
      ]),
      (path) => within('rollback')(path) && path[3] === 'ticket',
    ),
    section([heading(2, 'Team responsibilities')], bullets(roleItems(plan.roles)), (path) => path[0] === 'roles'),
    section(
      [heading(2, 'Communication plan')],
      bullets(list(own.announce).map((entry) => item(announceWords(entry)))),
      (path) => within('announce')(path) || path[0] === 'mail',
    ),
    section(
      [heading(2, 'Success criteria')],
      [
        paragraph('The deployment is a success when all of this holds:'),
        ...bullets(environment.watch.criteria.map((criterion) => item([plain(criterionWords(criterion))]))),
      ],
      (path) => within('watch')(path) && path[3] === 'criteria',
    ),
    section([heading(2, 'Appendix')], [], () => false),
    section(
      [heading(3, 'Key workflows')],
      bullets(workflowTitles(value).map((name) => item([plain(name)]))),
      (path) => path[0] === 'workflows',
    ),
    section([heading(3, 'Monitoring dashboards')], bullets(dashboardItems(part('dashboards'))), within('dashboards')),
    section(
      [heading(3, 'Other environments')],
      bullets(others.map((name) => item([plain(name)]))),
      (path) => path[0] === 'environments' && path[1] !== environment.name,
    ),
    section([heading(3, 'Sources')], [], () => true),
  ];
}

const section = (
  head: readonly RootContent[],
  prose: readonly RootContent[],
  tells: DocumentSection['tells'],
): DocumentSection => ({ head, prose, tells });

/** Command lines as a block under a sentence, when all of them are; else each step in words. */
function stepItems(introduction: string, steps: readonly unknown[]) {
  const lines = steps.map((step) =>
    isMapping(step) && Object.keys(step).length === 1 && 'run' in step ? step.run : step,
  );
  if (lines.length === 0) return [];
  const commands = lines.filter((line): line is string => typeof line === 'string');
  if (commands.length === lines.length) return [item(words(introduction), bash(commands))];
  return lines.map((step) => item(stepWords(step)));
}

/** "Run `npm test`", "Workflow `sign-in`". */
function stepWords(step: unknown): PhrasingContent[] {
  if (typeof step === 'string') return [plain('Run '), { type: 'inlineCode', value: step }];
  if (!isMapping(step)) return [];
  const [key = '', what] = Object.entries(step)[0] ?? [];
  if (typeof step.title === 'string') return [plain(step.title)];
  return [plain(`${key.charAt(0).toUpperCase()}${key.slice(1)} `), { type: 'inlineCode', value: String(what) }];
}

function clausesOf({ rollback }: EnvironmentPlan) {
  if (rollback === undefined) return [];
  const { blocking, critical, integrity } = rollback.when;
  return [
    item(words(blocking === 1 ? 'If a blocking criterion fails' : `If ${blocking} blocking criteria fail`)),
    item(words(critical === 1 ? 'If a critical criterion fails' : `If ${critical} critical criteria fail`)),
    item(
      words(integrity === 1 ? 'If data integrity is compromised' : `If ${integrity} criteria of data integrity fail`),
    ),
  ];
}

function workflowTitles({ workflows }: Mapping): readonly string[] {
  if (!isMapping(workflows)) return [];
  return Object.entries(workflows).map(([name, one]) =>
    isMapping(one) && typeof one.title === 'string' ? one.title : name,
  );
}
