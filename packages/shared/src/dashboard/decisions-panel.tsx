import type { EnvironmentView } from '../api/views.ts';
import { dayAndTime, timeOf } from './local-time.ts';

type Deployment = NonNullable<EnvironmentView['deployment']>;

const words: Readonly<Record<string, string>> = { go: 'GO', 'no-go': 'NO-GO', 'roll-back': 'to roll back' };

/** What people decided, and why. */
export function DecisionsPanel({ decisions }: Pick<Deployment, 'decisions'>) {
  if (decisions.length === 0) return null;
  return (
    <section class="card">
      <h2>Decisions</h2>
      <ul class="items">
        {decisions.map(({ by, decision, reason, at }) => (
          <li key={at}>
            <span>
              {by} decided {words[decision] ?? decision}
              <small>{reason}</small>
              <small>{dayAndTime(timeOf(at))}</small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
