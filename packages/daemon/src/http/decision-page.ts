import type { Grant } from '../notify/signed-link.ts';
import { escaped } from '../record/escaped.ts';

type Decide = Extract<Grant, { may: 'decide' }>;

export const decisionTitles: Readonly<Record<Decide['decision'], string>> = {
  go: 'Decide GO',
  'no-go': 'Decide NO-GO',
  extend: 'Watch longer',
  'roll-back': 'Decide to roll back',
};

const consequences: Readonly<Record<Decide['decision'], string>> = {
  go: 'The watch ends with GO, and the version becomes the last stable one.',
  'no-go': 'The NO-GO is recorded and stands. Nothing is changed on the environment.',
  extend: 'The watch goes on for as long as you say.',
  'roll-back':
    'The decision is recorded. The rollback itself is run by a person or a waiting runner, not by this page.',
};

const style = `
:root { color-scheme: light dark; --back: #f3f5f7; --card: #fff; --text: #1f2328; --quiet: #59636e; --line: #d0d7de; --button: #24405f; --bad: #c62828; }
@media (prefers-color-scheme: dark) { :root { --back: #0d1117; --card: #161b22; --text: #e6edf3; --quiet: #9aa4af; --line: #30363d; --button: #2f5f94; --bad: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 24px 12px; background: var(--back); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 560px; margin: 0 auto; padding: 24px; background: var(--card); border: 1px solid var(--line); border-radius: 10px; overflow-wrap: anywhere; }
h1 { margin: 0 0 12px; font-size: 22px; line-height: 1.3; }
ul { padding-left: 20px; }
label { display: block; margin: 16px 0 4px; font-weight: 600; }
textarea, input { width: 100%; padding: 8px 10px; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: 6px; }
textarea { min-height: 90px; }
button { margin-top: 16px; padding: 10px 20px; font: inherit; font-weight: 600; color: #fff; background: var(--button); border: 0; border-radius: 6px; cursor: pointer; }
.quiet { color: var(--quiet); font-size: 14px; }
.fault { color: var(--bad); font-weight: 600; }
`;

/** Asks for the reason, and decides only when it is sent: programs that read mails follow links. */
export function decisionPage({
  grant,
  about,
  because,
  fault,
}: {
  readonly grant: Decide;
  /** `shop 1.4.2 on production: NO-GO`. */
  readonly about: string;
  readonly because: readonly string[];
  readonly fault?: string;
}): string {
  const longer =
    grant.decision === 'extend'
      ? '<label for="by">How much longer</label><input id="by" name="by" value="2h" required maxlength="20">'
      : '';
  const reasons = because.map((reason) => `<li>${escaped(reason)}</li>`).join('');
  return page(
    decisionTitles[grant.decision],
    `<p>${escaped(about)}</p>
${reasons === '' ? '' : `<ul>${reasons}</ul>`}
<p>${consequences[grant.decision]}</p>
${fault === undefined ? '' : `<p class="fault" role="alert">${escaped(fault)}</p>`}
<form method="post">
${longer}
<label for="reason">Why</label>
<textarea id="reason" name="reason" required maxlength="1000" autofocus></textarea>
<button type="submit">${decisionTitles[grant.decision]}</button>
</form>
<p class="quiet">It is recorded as decided by ${escaped(grant.to)}, by link. The link works once.</p>`,
  );
}

/** What there is to say, and nothing to do. */
export const notePage = (title: string, text: string): string => page(title, `<p>${escaped(text)}</p>`);

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(title)} · Daywatch</title>
<style>${style}</style>
</head>
<body><main>
<h1>${escaped(title)}</h1>
${body}
</main></body>
</html>
`;
