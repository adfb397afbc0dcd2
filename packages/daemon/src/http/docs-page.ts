import { refusals } from '../problems.ts';
import { escaped } from '../record/escaped.ts';
import type { openApiDocument } from './openapi.ts';

type Document = ReturnType<typeof openApiDocument>;

const style = `
:root { color-scheme: light dark; --line: color-mix(in srgb, CanvasText 20%, transparent); }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
h2 { font-size: 1rem; margin: 2rem 0 0; border-top: 1px solid var(--line); padding-top: 1rem; }
code, pre { font: 13px ui-monospace, monospace; } pre { overflow: auto; max-height: 30rem; border: 1px solid var(--line); padding: .6rem; }
.method { text-transform: uppercase; font-weight: 700; } dt { font-weight: 600; } dd { margin: 0 0 .4rem 1.2rem; }
`;

const methods = ['get', 'post', 'put', 'delete'] as const;

/** The same document for people: one page without scripts and without requests. */
export function docsPage(document: Document): string {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    methods.flatMap((method) => (item[method] === undefined ? [] : [operation(method, path, item[method])])),
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>The API of Daywatch ${escaped(document.info.version)}</title><style>${style}</style></head><body>
<h1>The API of Daywatch</h1>
<p>${escaped(document.info.description ?? '')} For machines: <a href="/openapi.json">openapi.json</a>.</p>
<p>A token is sent as <code>Authorization: Bearer TOKEN</code>. Times are RFC 3339, durations are written <code>15s</code>, <code>24h</code>.</p>
${operations.join('\n')}
<h2 id="codes">Codes of refusals</h2>
<dl>${Object.entries(refusals)
    .map(
      ([code, { status, title }]) => `<dt id="${code}"><code>${code}</code></dt><dd>${status}: ${escaped(title)}</dd>`,
    )
    .join('\n')}</dl>
<h2 id="schemas">Schemas</h2>
${Object.entries(document.components?.schemas ?? {})
  .sort(([a], [b]) => a.localeCompare(b))
  .map(([name, schema]) => `<div id="schema-${name}">${details(name, schema)}</div>`)
  .join('\n')}
</body></html>
`;
}

type Operation = NonNullable<NonNullable<Document['paths']>[string]['get']>;

function operation(method: string, path: string, of: Operation): string {
  const id = of.operationId ?? path;
  const parameters = (of.parameters ?? []).flatMap((parameter) =>
    'name' in parameter ? [`<code>${escaped(parameter.name)}</code> (${escaped(parameter.in)})`] : [],
  );
  return `<h2 id="${escaped(id)}"><span class="method">${method}</span> <code>${escaped(path)}</code></h2>
<p>${escaped(of.summary ?? '')} ${escaped(of.description ?? '')}</p>
${parameters.length === 0 ? '' : `<p>Parameters: ${parameters.join(', ')}</p>`}
${of.requestBody === undefined ? '' : details('body', of.requestBody)}
${details('answers', of.responses)}`;
}

const details = (title: string, value: unknown): string =>
  `<details><summary>${escaped(title)}</summary><pre>${linked(escaped(JSON.stringify(value, null, 2)))}</pre></details>`;

/** From where a schema is used to where it is written. */
const linked = (text: string): string =>
  text.replaceAll(/#\/components\/schemas\/(\w+)/g, '<a href="#schema-$1">$&</a>');
