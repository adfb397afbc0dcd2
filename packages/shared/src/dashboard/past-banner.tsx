import type { DeploymentView } from '../api/views.ts';
import { phaseWords, verdictLooks, verdictWords } from '../present/words.ts';
import { Glyph, glyphOf } from './glyph.tsx';
import { dayAndTime, timeOf } from './local-time.ts';

/** A deployment of the past, and the way back. */
export function PastBanner({ deployment, onBack }: { deployment: DeploymentView; onBack: () => void }) {
  const { version, commit, deployedBy, requestedAt, endedAt, verdict, phase, because } = deployment;
  const look = verdictLooks[verdict ?? 'undecided'];
  return (
    <header class={`banner past card tone-${look.tone}`}>
      <button type="button" onClick={onBack}>
        <Glyph name="back" /> To what is watched now
      </button>
      <p class="where">
        <span>
          {version} <code>{commit.slice(0, 7)}</code> by {deployedBy}
        </span>
        <span>
          {dayAndTime(timeOf(requestedAt))}
          {endedAt && ` to ${dayAndTime(timeOf(endedAt))}`}
        </span>
      </p>
      <h1>
        <Glyph name={glyphOf(look.icon)} />
        {verdictWords[verdict ?? 'undecided']} · {phaseWords[phase].toLowerCase()}
      </h1>
      {because && <p class="reason">{because}</p>}
    </header>
  );
}
