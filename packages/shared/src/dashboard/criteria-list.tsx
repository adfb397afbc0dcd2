import type { EnvironmentView } from '../api/views.ts';
import type { Client } from '../client/client.ts';
import { type CriterionRow, criterionRow } from '../present/criterion-row.ts';
import { groupThousands } from '../vocabulary/units.ts';
import { chartStart } from './chart-start.ts';
import { CriterionChart } from './criterion-chart.tsx';

/** Each criterion with its state, value, limit, reason and live chart. */
export function CriteriaList({ view, client }: { view: EnvironmentView; client: Client }) {
  const { criteria } = view.verdict;
  if (criteria.length === 0) {
    return (
      <section class="empty">
        <p>The criteria of {view.name} appear here with the first deployment. They are measured already.</p>
      </section>
    );
  }
  return (
    <section aria-label="Criteria" class="criteria">
      {inView(criteria.map(criterionRow)).map((row) => {
        const judgement = criteria.find(({ name }) => name === row.name);
        return (
          <article key={row.name} class={`criterion tone-${row.tone}`}>
            <header>
              <h2>{row.title}</h2>
              <span class="state">{row.state}</span>
            </header>
            <p class="value">
              <strong>{row.value}</strong> <span>{row.accepted}</span>
            </p>
            {view.deployment && (
              <CriterionChart
                client={client}
                deployment={view.deployment.id}
                criterion={row.name}
                from={chartStart(view.deployment, view.verdict.watch)}
                revision={view.revision}
              />
            )}
            <p class="because">{row.because}</p>
            {judgement?.flipsWhen && <p class="flips">Flips when: {judgement.flipsWhen}</p>}
            <footer>
              {row.weight}
              {judgement?.evidence && ` · ${groupThousands(judgement.evidence.observations)} readings`}
              {judgement && ` · coverage ${Math.round(judgement.coverage * 100)} %`}
            </footer>
          </article>
        );
      })}
    </section>
  );
}

/** What fails comes first; everything else keeps the plan's order, so that nothing moves under the reader's eyes. */
const inView = (rows: readonly CriterionRow[]): readonly CriterionRow[] => [
  ...rows.filter(({ state }) => state === 'failing'),
  ...rows.filter(({ state }) => state !== 'failing'),
];
