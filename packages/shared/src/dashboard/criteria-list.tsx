import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { DeploymentView, EnvironmentView } from '../api/views.ts';
import type { Client } from '../client/client.ts';
import { criterionRow, criterionRows } from '../present/criterion-row.ts';
import { minutes } from '../vocabulary/time.ts';
import type { JudgementState } from '../vocabulary/verdict.ts';
import { chartRange, type Zoom, zooms, zoomWords } from './chart-range.ts';
import { criteriaGroups } from './criteria-groups.ts';
import { CriterionCard } from './criterion-card.tsx';
import { steadyOrder } from './steady-order.ts';
import { useNow } from './use-now.ts';

type Deployment = Pick<DeploymentView, 'id' | 'requestedAt' | 'finishedAt' | 'endedAt'>;
type Filter = 'all' | JudgementState;
const filters: readonly Filter[] = ['all', 'failing', 'blind', 'undecided', 'passing'];

interface ListProps {
  readonly client: Client;
  readonly deployment: Deployment | undefined;
  readonly verdict: EnvironmentView['verdict'];
  readonly revision: number;
  /** A deployment of the past: its readings are shown, the judgements are those of another. */
  readonly past: boolean;
}

/** Each criterion with its state, value, limit, reason and live chart. */
export function CriteriaList({ client, deployment, verdict, revision, past }: ListProps) {
  const [filter, setFilter] = useState<Filter>('all');
  const [zoom, setZoom] = useState<Zoom>('whole');
  const now = useNow(minutes(0.25));
  const place = useRef<HTMLElement>(null);
  const { criteria, silences } = verdict;
  const names = useOrder(
    past ? criteria.map(({ name }) => name) : criterionRows(criteria).map(({ name }) => name),
    place,
  );
  if (deployment === undefined || criteria.length === 0) return <NoCriteria past={past} />;

  const of = (state: Filter) => criteria.filter((one) => state === 'all' || one.state === state);
  const shown = new Set(of(filter).map(({ name }) => name));
  const range = chartRange(deployment, now, zoom);
  const until = deployment.endedAt === undefined ? now : Date.parse(deployment.endedAt);
  return (
    <section ref={place} aria-labelledby="criteria-title" class="criteria">
      <header class="bar">
        <h2 id="criteria-title">Criteria</h2>
        {!past && (
          <fieldset class="choice">
            <legend class="unseen">Which criteria</legend>
            {filters.map((one) => (
              <button type="button" key={one} aria-pressed={filter === one} onClick={() => setFilter(one)}>
                {one === 'all' ? 'All' : one} <span>{of(one).length}</span>
              </button>
            ))}
          </fieldset>
        )}
        <fieldset class="choice">
          <legend class="unseen">How much of the time</legend>
          {zooms.map((one) => (
            <button type="button" key={one} aria-pressed={zoom === one} onClick={() => setZoom(one)}>
              {zoomWords[one]}
            </button>
          ))}
        </fieldset>
      </header>
      <ChartLegend />
      {shown.size === 0 && <p class="empty">No criterion is {filter} now.</p>}
      {criteriaGroups(
        names.filter((name) => shown.has(name)),
        (name) => criteria.find((one) => one.name === name)?.service,
      ).map(({ service, names: together }) => (
        <Group key={service} service={service}>
          {together.map((name) => {
            const judgement = criteria.find((one) => one.name === name);
            if (judgement === undefined) return null;
            return (
              <CriterionCard
                key={name}
                client={client}
                deployment={deployment.id}
                name={name}
                title={judgement.title}
                {...(!past && { row: criterionRow(judgement), judgement })}
                silenced={!past && silences.some(({ criterion }) => criterion === name)}
                range={range}
                until={until}
                revision={revision}
              />
            );
          })}
        </Group>
      ))}
    </section>
  );
}

/** The cards of one service, under its name; of a release that is one service, all cards. */
function Group({ service, children }: { service: string | undefined; children: ComponentChildren }) {
  if (service === undefined) return <div class="cards">{children}</div>;
  return (
    <section class="service" aria-label={service}>
      <h3>{service}</h3>
      <div class="cards">{children}</div>
    </section>
  );
}

const NoCriteria = ({ past }: { past: boolean }) => (
  <section class="criteria" aria-labelledby="criteria-title">
    <header class="bar">
      <h2 id="criteria-title">Criteria</h2>
    </header>
    <p class="empty card">
      {past
        ? 'Which criteria there were is told in the report.'
        : 'The criteria appear here once the deploy has finished. They are measured already: that becomes the baseline.'}
    </p>
  </section>
);

const ChartLegend = () => (
  <ul class="legend" aria-label="What the charts show">
    <li class="key-series">readings</li>
    <li class="key-usual">usual before</li>
    <li class="key-accepted">accepted</li>
    <li class="key-limit">limit</li>
    <li class="key-interval">95 % interval</li>
    <li class="key-gap">no readings</li>
    <li class="key-night">night</li>
  </ul>
);

/** What needs looking at first comes first, until somebody reads: then everything stays where it is. */
function useOrder(wanted: readonly string[], place: { readonly current: HTMLElement | null }): readonly string[] {
  const shown = useRef<readonly string[]>([]);
  const list = place.current;
  const isRead = list !== null && (list.matches(':hover, :focus-within') || list.getBoundingClientRect().top < 0);
  const order = isRead ? steadyOrder(shown.current, wanted) : wanted;
  useLayoutEffect(() => {
    shown.current = order;
  });
  return order;
}
