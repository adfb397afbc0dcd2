import { isMapping } from '../read-fields.ts';
import { needSource } from './need-source.ts';
import { completeRollback } from './place-rollback.ts';
import { completeWindow } from './place-window.ts';
import { completeWorkflows } from './place-workflows.ts';
import { environmentPath, type Reading } from './reading.ts';

/** What a plan needs that no single sentence says. Nothing is made up where blocks say the rest. */
export function completeDraft(reading: Reading): void {
  completeWindow(reading);
  if (reading.fixed) return;
  completeWorkflows(reading);
  completeRollback(reading, reading.file);
  completeCriteria(reading);
  completeRoles(reading);
  completeMail(reading);
}

/** Without a criterion that decides, a plan says nothing: at least the service must answer. */
function completeCriteria(reading: Reading): void {
  const { draft, facts } = reading;
  const watch = environmentPath(reading, 'watch');
  const criteria = draft.at([...watch, 'criteria']);
  const deciding = Object.values(isMapping(criteria) ? criteria : {}).some(
    (one) => isMapping(one) && one.severity !== 'warning',
  );
  if (deciding) return;
  const source = needSource('site', reading);
  const check = { path: facts.health?.value ?? '/healthz', status: 200 };
  const healthy = { title: 'The service answers', severity: 'blocking', source, check, limit: '5%' };
  draft.put([...watch, 'criteria', 'healthy'], healthy, 'the document names nothing that decides');
}

/** Everybody who is named signs and is told by way of a role. */
function completeRoles(reading: Reading): void {
  const { draft, file } = reading;
  const checklist = draft.at(environmentPath(reading, 'checklist'));
  const announce = draft.at(environmentPath(reading, 'announce'));
  const named = [...(Array.isArray(checklist) ? checklist : []), ...(Array.isArray(announce) ? announce : [])].flatMap(
    (one: Readonly<Record<string, unknown>>) =>
      [one['sign-off'], one.announced, one.to].filter((role): role is string => typeof role === 'string'),
  );
  const everybody = [...new Set(reading.roles.flatMap(({ people }) => people))];
  for (const role of new Set(named.filter((one) => /^[a-z0-9._-]+$/i.test(one))))
    draft.put(
      ['roles', role],
      role === 'team' && everybody.length > 0
        ? everybody
        : [`[TBD: who is in the role ${role}, with e-mail addresses (${file})]`],
    );
}

function completeMail(reading: Reading): void {
  const announce = reading.draft.at(environmentPath(reading, 'announce'));
  const mails = (Array.isArray(announce) ? announce : []).some(
    (one: Readonly<Record<string, unknown>>) => one.by === 'email',
  );
  if (mails)
    reading.draft.put(['mail'], { server: '${SMTP_URL}', from: '${MAIL_FROM}' }, 'for the announcements by e-mail');
}
