import type { Mapping } from '../read-fields.ts';
import { freeName, nameOf } from './name-of.ts';
import { needSource } from './need-source.ts';
import { isIntroduction } from './place-checklist.ts';
import { environmentPath, type Outcome, originOf, type Placer, type Reading, undecided } from './reading.ts';
import type { Statement } from './statement.ts';
import { plainWords } from './topic-of.ts';

const request = /^(GET|POST|PUT|PATCH|DELETE|HEAD)\s+(\/\S*)(?:\s*(?:→|->|=>|:)\s*(\d{3}))?$/i;

export const placeWorkflows: Placer = (statement, reading) => {
  if (statement.sort === 'sentence' && statement.codes.length === 0)
    return isIntroduction(statement)
      ? { itself: 'it introduces the list' }
      : { notPlaced: 'it is no item of the list' };
  const above = statement.under.at(-1);
  const requests = [...statement.codes, ...statement.commands].flatMap((code) => requestIn(code));
  const { draft } = reading;
  if (above !== undefined) {
    const name = nameOf(above);
    if (requests.length === 0) return { notPlaced: 'it names no request like `GET /orders`' };
    const path = ['workflows', name, 'steps'];
    if (isOpen(draft.at(path))) draft.replace(path, undefined);
    for (const one of requests) draft.add(path, one, originOf(statement, reading));
    return { became: `workflows.${name}` };
  }
  if (reading.fixed && requests.length === 0) return { notPlaced: 'no block says its requests' };
  const bare = statement.codes.reduce((text, code) => text.replace(code, ''), statement.text);
  const title = (requests.length > 0 && statement.label) || bare.replace(/[:.\s–—-]+$/, '') || statement.text;
  const name = freeName(nameOf(title), (one) => draft.at(['workflows', one]) !== undefined);
  needSource('site', reading);
  const routes = routesFor(title, reading);
  const found = routes.length === 0 ? '' : `; the code has ${routes.join(', ')}`;
  const asked = undecided(`requests of "${title}"${found}`, statement, reading);
  draft.put(['workflows', name, 'title'], title, originOf(statement, reading));
  if (!reading.fixed) draft.put(['workflows', name, 'source'], 'site');
  draft.put(['workflows', name, 'steps'], requests.length > 0 ? requests : [{ get: asked }]);
  const criterion = { title, severity: 'critical', workflow: name, strict: true };
  draft.put(environmentPath(reading, 'watch', 'criteria', name), criterion, originOf(statement, reading));
  draft.add(environmentPath(reading, 'verify'), { workflow: name }, originOf(statement, reading));
  const open = requests.length === 0 ? ', its requests still to be decided' : '';
  return { became: `workflows.${name}, verify, watch.criteria ${name}${open}` };
};

const isOpen = (steps: unknown): boolean =>
  Array.isArray(steps) && steps.length === 1 && /^\[TBD/.test(String((steps[0] as Mapping | undefined)?.get));

function requestIn(code: string): readonly Mapping[] {
  const [, method, path, status] = request.exec(code.trim()) ?? [];
  if (method === undefined || path === undefined) return [];
  return [{ [method.toLowerCase()]: path, ...(status === undefined ? {} : { expect: Number(status) }) }];
}

const themes: readonly (readonly [RegExp, RegExp])[] = [
  [/regist|sign-?up|anmeld|registrier/, /regist|sign-?up|users?$|accounts?$/],
  [/auth|log-?in|sign-?in|anmeld/, /sign-?in|log-?in|session|auth|token|\/me$/],
  [/order|bestell|creat|retriev|\bdata\b|anleg|abruf/, /order|item|bestell/],
  [/check-?out|pay|purchas|buy|transaction|kauf|bezahl/, /check-?out|pay|purchas|cart|basket/],
  [/search|quer|report|find|such|bericht/, /search|report|product|quer/],
];

/** Routes of the code that a workflow may be about: a help for whoever writes its requests. */
function routesFor(title: string, { facts }: Reading): readonly string[] {
  const words = plainWords(title);
  const wanted = themes.filter(([theme]) => theme.test(words)).map(([, route]) => route);
  const routes = facts.routes.filter(({ path }) => wanted.some((route) => route.test(path)));
  return routes.slice(0, 6).map(({ method, path }) => `${method.toUpperCase()} ${path}`);
}

/** "All key workflows function correctly": each of them is run, and judged. */
export function placeWorkflowCriteria(statement: Statement, reading: Reading): Outcome {
  reading.workflowsWanted.push({ statement, origin: originOf(statement, reading) });
  return { became: 'verify and watch.criteria of every workflow' };
}

/** Where sentences speak of workflows that no section names, somebody has to say which. */
export function completeWorkflows(reading: Reading): void {
  const { draft, workflowsWanted, file } = reading;
  const [wanted] = workflowsWanted;
  if (wanted === undefined || draft.at(['workflows']) !== undefined || reading.fixed) return;
  const { statement, origin } = wanted;
  const name = 'key-workflows';
  needSource('site', reading);
  const steps = [{ get: undecided(`requests of: ${statement.text}`, statement, { file }) }];
  draft.put(['workflows', name], { source: 'site', steps }, origin);
  const criterion = { title: statement.text.replace(/[.:]+$/, ''), severity: 'critical', workflow: name, strict: true };
  draft.put(environmentPath(reading, 'watch', 'criteria', name), criterion, origin);
  draft.add(environmentPath(reading, 'verify'), { workflow: name }, origin);
}
