import type { EnvironmentView } from '../api/views.ts';
import { plannedWords } from '../present/planned-words.ts';
import { Glyph } from './glyph.tsx';
import { dayAndTime, timeOf } from './local-time.ts';

/** When it may be deployed, and what is planned next. */
export function PlanPanel({ view }: { view: EnvironmentView }) {
  const { window, planned, runners = [] } = view;
  if (window === undefined && planned === undefined && runners.length === 0) return null;
  return (
    <section class="card">
      <h2>What comes next</h2>
      <ul class="items">
        {window && (
          <li>
            <Glyph name={window.state === 'open' ? 'check' : 'pause'} />
            <span>
              Window {window.state}
              <small>{window.because}</small>
            </span>
          </li>
        )}
        {planned && (
          <li>
            <Glyph name="circle" />
            <span>
              {plannedWords(view)}
              <small>
                by {planned.deployedBy}, {dayAndTime(timeOf(planned.requestedAt))}
              </small>
            </span>
          </li>
        )}
        {runners.map(({ runner, host }) => (
          <li key={runner}>
            <Glyph name="busy" />
            <span>
              A runner waits
              <small>
                {runner} on {host}
              </small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
