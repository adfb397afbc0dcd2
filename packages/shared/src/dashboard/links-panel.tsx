import type { EnvironmentView } from '../api/views.ts';

/** The team's own dashboards, as the plan names them. */
export function LinksPanel({ links }: { links: EnvironmentView['verdict']['links'] }) {
  if (links.dashboards.length === 0) return null;
  return (
    <section class="card">
      <h2>Dashboards</h2>
      <ul class="items">
        {links.dashboards.map(({ name, url }) => (
          <li key={name}>
            <a href={url} rel="noreferrer">
              {name}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
