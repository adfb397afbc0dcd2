import type { EnvironmentView } from '../api/views.ts';
import { Glyph, type GlyphName } from './glyph.tsx';
import { dayAndTime, timeOf } from './local-time.ts';

type Item = NonNullable<EnvironmentView['deployment']>['checklist'][number];

const glyphs: Readonly<Record<Item['state'], GlyphName>> = { waiting: 'circle', passed: 'check', failed: 'cross' };

/** What must be true or signed before the deploy, and whether it is. */
export function ChecklistPanel({ items }: { items: readonly Item[] }) {
  if (items.length === 0) return null;
  const done = items.filter(({ state, override }) => state === 'passed' || override !== undefined).length;
  return (
    <section class="card">
      <h2>
        Checklist{' '}
        <small>
          {done} of {items.length}
        </small>
      </h2>
      <ul class="items">
        {items.map(({ id, title, state, because, lookedAt, override }) => (
          <li key={id} class={`item-${state}`}>
            <Glyph name={glyphs[state]} />
            <span>
              {title}
              <small>
                {because}
                {lookedAt && ` · ${dayAndTime(timeOf(lookedAt))}`}
              </small>
              {override && (
                <small>
                  overridden by {override.by}: {override.reason}
                </small>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
