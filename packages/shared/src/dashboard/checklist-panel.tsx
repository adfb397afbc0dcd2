import type { EnvironmentView } from '../api/views.ts';
import { Glyph, type GlyphName } from './glyph.tsx';

type Item = NonNullable<EnvironmentView['deployment']>['checklist'][number];

const glyphs: Readonly<Record<Item['state'], GlyphName>> = { waiting: 'circle', passed: 'check', failed: 'cross' };

/** What must be true or signed before the deploy, and whether it is. */
export function ChecklistPanel({ items }: { items: readonly Item[] }) {
  if (items.length === 0) return null;
  const done = items.filter(({ state }) => state === 'passed').length;
  return (
    <section class="card">
      <h2>
        Checklist{' '}
        <small>
          {done} of {items.length}
        </small>
      </h2>
      <ul class="items">
        {items.map((item) => (
          <li key={item.id} class={`item-${item.state}`}>
            <Glyph name={glyphs[item.state]} />
            <span>
              {item.title}
              <small>{item.because}</small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
