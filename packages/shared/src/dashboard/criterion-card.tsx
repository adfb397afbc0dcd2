import type { SeriesView } from '../api/views.ts';
import type { Client } from '../client/client.ts';
import type { CriterionRow } from '../present/criterion-row.ts';
import { judgementLooks } from '../present/words.ts';
import { groupThousands } from '../vocabulary/units.ts';
import type { Judgement } from '../vocabulary/verdict.ts';
import { CriterionChart } from './criterion-chart.tsx';
import { Glyph, glyphOf } from './glyph.tsx';
import { clockTime, dayAndTime, timeOf, zoneName } from './local-time.ts';
import { ReadingsTable } from './readings-table.tsx';
import type { Range } from './time-axis.ts';
import { useSeen } from './use-seen.ts';
import { useSeries } from './use-series.ts';

interface CardProps {
  readonly client: Client;
  readonly deployment: string;
  readonly name: string;
  readonly title: string;
  /** Of the deployment that is watched now; of past ones the readings alone are told. */
  readonly row?: CriterionRow;
  readonly judgement?: Judgement;
  readonly silenced: boolean;
  readonly range: Range;
  readonly until: number;
  readonly revision: number;
}

/** One criterion: its state, value, chart, the evidence in a sentence, and what its source told. */
export function CriterionCard(props: CardProps) {
  const { client, deployment, name, title, row, judgement, silenced, range, until, revision } = props;
  const { place, seen } = useSeen<HTMLElement>();
  const series = useSeries({ client, deployment, criterion: name, range, revision, seen });
  const loaded = series.state === 'loaded' ? series.series : undefined;
  return (
    <article ref={place} id={`criterion-${name}`} class={`criterion tone-${row?.tone ?? 'neutral'}`}>
      <header>
        <h3>{title}</h3>
        {row && (
          <span class="state">
            <Glyph name={silenced ? 'mute' : glyphOf(judgementLooks[row.state].icon)} />
            {silenced ? 'silenced' : row.state}
          </span>
        )}
      </header>
      {row && (
        <p class="value">
          <strong>{row.value}</strong> <span title={row.accepted}>{row.accepted}</span>
        </p>
      )}
      {loaded?.values.some((value) => value !== null) ? (
        <CriterionChart series={loaded} range={range} judgement={judgement} until={until} />
      ) : (
        <p class="chart-empty">{emptyWords(series.state === 'failed' ? series.because : undefined, loaded)}</p>
      )}
      {row && <p class="because">{row.because}</p>}
      {judgement && <Facts judgement={judgement} weight={row?.weight ?? ''} />}
      <ReadingsTable title={title} series={loaded} until={until} />
      <Told told={loaded?.told} />
    </article>
  );
}

const emptyWords = (because: string | undefined, series: SeriesView | undefined): string => {
  if (because !== undefined) return because;
  return series === undefined ? 'Loading the readings…' : 'No readings in this time.';
};

/** The reasons beside it speak of UTC. */
const onClock = (time: string): string => `${clockTime(timeOf(time))} ${zoneName(timeOf(time))}`;

function Facts({ judgement, weight }: { judgement: Judgement; weight: string }) {
  const { evidence, coverage, failingSince, recoveredSince, flipsWhen, baselineFrom } = judgement;
  const facts = [
    weight,
    ...(evidence === undefined ? [] : [`${groupThousands(evidence.observations)} readings`]),
    `coverage ${Math.round(coverage * 100)} %`,
    ...(failingSince === undefined ? [] : [`failing since ${onClock(failingSince)}`]),
    ...(recoveredSince === undefined ? [] : [`well since ${onClock(recoveredSince)}`]),
  ];
  return (
    <div class="small-print">
      <p>{facts.join(' · ')}</p>
      {flipsWhen && <p>Flips when: {flipsWhen}</p>}
      {baselineFrom && <p>Compared with {baselineFrom}</p>}
    </div>
  );
}

const kinds: Readonly<Record<SeriesView['told'][number]['type'], string>> = {
  seen: 'seen',
  absent: 'nothing there',
  error: 'could not look',
};

/** Log lines, new errors, the step at which a workflow broke: as the source said it. */
function Told({ told }: { told: SeriesView['told'] | undefined }) {
  const [newest, ...more] = told ?? [];
  if (newest === undefined) return null;
  return (
    <details class="told">
      <summary>
        <span class="times">{newest.times > 1 ? `${groupThousands(newest.times)}×` : kinds[newest.type]}</span>
        <span class="newest">{newest.because}</span>
      </summary>
      <ul>
        {[newest, ...more].map(({ type, because, at, times }) => (
          <li key={because}>
            <small>
              {dayAndTime(timeOf(at))} · {kinds[type]} {times === 1 ? 'once' : `${groupThousands(times)} times`}
            </small>
            <code>{because}</code>
          </li>
        ))}
      </ul>
    </details>
  );
}
