import type { SeriesView } from '@daywatch/shared/api/views.ts';
import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import { hours, type Instant, minus, parseRfc3339, plus } from '@daywatch/shared/vocabulary/time.ts';
import type { EnvironmentState } from '../../feed.ts';
import { reportHtml } from '../../record/report-html.ts';
import { reportMarkdown } from '../../record/report-markdown.ts';
import { collectReport } from '../collect-report.ts';
import { downSample, type Samples } from '../down-sample.ts';
import { createFrozenCharts } from '../frozen-charts.ts';
import type { Handlers } from '../handler.ts';
import { pageHeaders } from '../headers.ts';
import { limitsOf } from '../limits-of.ts';
import type { HttpParts } from '../parts.ts';
import { textReply } from '../reply.ts';
import { toldBy } from '../told-by.ts';
import { usualBand } from '../usual-band.ts';
import { unknownDeployment } from './deployments.ts';

/** What was seen of the old version stands before the deploy in a chart. */
const leadIn = hours(1);

/** What was: readings for charts, the record, and the report made from it. */
export function history({
  feed,
  store,
  clock,
}: Pick<HttpParts, 'feed' | 'store' | 'clock'>): Pick<Handlers, 'series' | 'record' | 'report'> {
  const frozenOf = createFrozenCharts(store);

  return {
    async series({ parameters, query }) {
      const deployment = await store.deployment(parameters.deployment);
      if (deployment === undefined) return unknownDeployment(parameters.deployment);
      const state = feed.current(deployment.environment);
      const criterion = state?.plan.watch.criteria.find(({ name }) => name === parameters.criterion);
      if (state === undefined || criterion === undefined) {
        const known = state?.plan.watch.criteria.map(({ name }) => name).join(', ') || 'none';
        const detail = `The plan of ${deployment.environment} has no criterion ${parameters.criterion}.`;
        return { refused: { code: 'unknown-criterion', detail, hint: `It has: ${known}.` } };
      }
      const deployedAt = deployment.finishedAt;
      const began = instantOf(deployedAt ?? deployment.requestedAt) ?? clock.now();
      const from = instantOf(query.from) ?? minus(began, leadIn);
      const to = instantOf(query.to) ?? instantOf(deployment.endedAt) ?? plus(clock.now(), criterion.every);
      const { environment } = deployment;
      const observations =
        from < to ? await store.observations({ environment, criterion: criterion.name, from, to }) : [];
      const samples = downSample(criterion, observations, { from, to, points: query.points });
      const frozen = await frozenOf(deployment, criterion, widthOf(samples, criterion));
      const baseline = judgedBaseline(deployment.id, criterion.name, state) ?? frozen.baseline;
      const { planHash } = state;
      const events = planHash === deployment.planHash ? [] : await store.events(deployment.id);
      const limit = limitsOf({ deployment, planHash, events })(criterion);
      const value: SeriesView = {
        criterion: criterion.name,
        title: criterion.title,
        unit: criterion.unit,
        ...(baseline !== undefined && { baseline }),
        ...(limit !== undefined && { limit }),
        ...(deployedAt !== undefined && { deployedAt }),
        ...samples,
        ...(frozen.usual !== undefined && { usual: usualBand(frozen.usual, samples.times) }),
        told: toldBy(observations.filter(({ at }) => at >= began)),
      };
      return { value };
    },

    async record({ parameters }) {
      const events = await store.events(parameters.deployment);
      if (events.length === 0) return unknownDeployment(parameters.deployment);
      const lines = events.map((event) => `${JSON.stringify(event)}\n`).join('');
      return textReply(lines, 200, 'application/jsonl');
    },

    async report({ parameters, query }) {
      const deployment = await store.deployment(parameters.deployment);
      if (deployment === undefined) return unknownDeployment(parameters.deployment);
      const report = await collectReport({ feed, store, clock }, deployment);
      switch (query.format) {
        case 'json':
          return textReply(JSON.stringify(report, null, 2), 200, 'application/json');
        case 'md':
          return textReply(reportMarkdown(report), 200, 'text/markdown; charset=utf-8');
        case 'html': {
          const page = reportHtml(report);
          return new Response(page, { headers: pageHeaders(page) });
        }
      }
    },
  };
}

/** The value before the deploy, as it was judged. */
const judgedBaseline = (id: string, criterion: string, { deployment, assessment }: EnvironmentState) =>
  deployment?.id === id ? assessment?.judgements.find(({ name }) => name === criterion)?.baseline : undefined;

/** How long one point of the chart is, in milliseconds. */
const widthOf = ({ times: [first = 0, second] }: Samples, { every }: Criterion): number =>
  second === undefined ? every : (second - first) * 1_000;

const instantOf = (text: string | undefined): Instant | undefined =>
  text === undefined ? undefined : parseRfc3339(text);
