import { useState } from 'preact/hooks';
import type { DeploymentView } from '../api/views.ts';
import { dayName, exactTime, timeOf, zoneName } from './local-time.ts';
import type { Recorded } from './use-record.ts';

type Line = DeploymentView['events'][number];
const shownAtFirst = 12;

interface TimelineProps {
  readonly recorded: Recorded;
  /** Saves the report, or answers why it could not. */
  readonly onReport: (deployment: string) => Promise<string | undefined>;
}

/** The record, the newest first. What only says that something began is left to the whole record. */
export function Timeline({ recorded, onReport }: TimelineProps) {
  const [whole, setWhole] = useState(false);
  const [unsaved, setUnsaved] = useState<string>();
  if (recorded.state !== 'loaded') return null;
  const { events, id } = recorded.deployment;
  const told = whole ? events : events.filter(({ event }) => event.type !== 'step-started');
  const lines = told.toReversed().slice(0, whole ? events.length : shownAtFirst);
  return (
    <section class="card timeline" aria-labelledby="record-title">
      <header class="bar">
        <h2 id="record-title">Record</h2>
        <button type="button" onClick={() => void onReport(id).then(setUnsaved)}>
          Save the report
        </button>
      </header>
      {unsaved !== undefined && <p role="alert">{unsaved}</p>}
      <ol class={whole ? 'lines' : 'lines short'}>
        {lines.map((line, index) => (
          <RecordLine key={line.sequence} line={line} before={lines[index - 1]} />
        ))}
      </ol>
      {events.length > shownAtFirst && (
        <button type="button" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? 'Show the last ones' : `Show all ${events.length} events`}
        </button>
      )}
    </section>
  );
}

function RecordLine({ line, before }: { line: Line; before: Line | undefined }) {
  const at = timeOf(line.at);
  const day = dayName(at);
  const isNewDay = before === undefined || dayName(timeOf(before.at)) !== day;
  return (
    <li>
      {isNewDay && (
        <h3>
          {day} ({zoneName(at)})
        </h3>
      )}
      <time dateTime={line.at}>{exactTime(at)}</time>
      <span>
        <b>{line.actor}</b> {line.sentence}
      </span>
    </li>
  );
}
