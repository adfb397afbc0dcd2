import type { EnvironmentView } from '../api/views.ts';
import { Glyph, type GlyphName } from './glyph.tsx';
import { clockTime, dayAndTime, timeOf } from './local-time.ts';

type Deployment = NonNullable<EnvironmentView['deployment']>;
type Rollback = NonNullable<Deployment['rollback']>;
type Recovery = NonNullable<Rollback['watch']>;

const outcomes = {
  recovered: 'The service has recovered',
  'not-recovered': 'The service has not recovered',
  undecided: 'Whether the service has recovered is not clear',
} as const;
const glyphs: Readonly<Record<keyof typeof outcomes, GlyphName>> = {
  recovered: 'check',
  'not-recovered': 'cross',
  undecided: 'question',
};

/** The way back: who asked for it, the short watch after it, and what it left to do. */
export function RollbackPanel({ deployment }: { deployment: Deployment }) {
  const { rollback, ticket, nextWindow } = deployment;
  if (rollback === undefined) return null;
  return (
    <section class="card">
      <h2>Rollback to {rollback.target.version}</h2>
      <ul class="items">
        <li>
          <Glyph name="back" />
          <span>
            {rollback.finishedAt === undefined ? 'Under way' : `Finished ${dayAndTime(timeOf(rollback.finishedAt))}`}
            <small>
              asked for by {rollback.requestedBy}
              {rollback.reason === undefined ? '' : `: ${rollback.reason}`}
            </small>
          </span>
        </li>
        {rollback.watch && <RecoveryOf watch={rollback.watch} />}
        {ticket && (
          <li>
            <Glyph name={ticket.state === 'opened' ? 'check' : 'cross'} />
            <span>
              {ticket.state === 'opened' ? 'Ticket opened' : 'No ticket could be opened'}
              <small>{ticket.state === 'opened' ? (ticket.url ?? ticket.in) : ticket.because}</small>
            </span>
          </li>
        )}
        {nextWindow && (
          <li>
            <Glyph name="circle" />
            <span>
              Next window {dayAndTime(timeOf(nextWindow.opensAt))}
              <small>{nextWindow.because}</small>
            </span>
          </li>
        )}
      </ul>
    </section>
  );
}

function RecoveryOf({ watch: { startedAt, for: span, ended } }: { watch: Recovery }) {
  return (
    <li>
      <Glyph name={ended === undefined ? 'busy' : glyphs[ended.outcome]} />
      <span>
        {ended === undefined ? `Watched for ${span} since ${clockTime(timeOf(startedAt))}` : outcomes[ended.outcome]}
        {ended?.because.map((because) => (
          <small key={because}>{because}</small>
        ))}
      </span>
    </li>
  );
}
