import type { EnvironmentView } from '../api/views.ts';
import { overrideWords } from '../present/override-words.ts';
import { dayAndTime, timeOf } from './local-time.ts';

/** What people are asked for, and what else they should know beside the verdict. */
export function AskedOfPeople({ view }: { view: EnvironmentView }) {
  const lines = [...asks(view), ...asides(view)];
  if (lines.length === 0) return null;
  return (
    <ul class="asked card" aria-label="What needs a person">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

function asks({ name, deployment }: EnvironmentView): string[] {
  const lines: string[] = [];
  const { waitsForDecision, rollbackAsked, automaticRollback } = deployment ?? {};
  if (waitsForDecision !== undefined)
    lines.push(
      `The watch has ended undecided: somebody decides with daywatch decide ${name}. ${waitsForDecision.because.join('; ')}`,
    );
  if (rollbackAsked !== undefined)
    lines.push(
      `${rollbackAsked.by} asks to roll back: ${rollbackAsked.reason}. It begins with daywatch rollback ${name}.`,
    );
  if (automaticRollback?.taken !== undefined)
    lines.push(`The runner ${automaticRollback.taken.runner} on ${automaticRollback.taken.host} rolls back by itself.`);
  else if (automaticRollback?.openUntil !== undefined)
    lines.push(`A waiting runner may roll back until ${dayAndTime(timeOf(automaticRollback.openUntil))}.`);
  return lines;
}

const asides = ({ deployment, verdict }: EnvironmentView): string[] => [
  ...(deployment?.overruns ?? []).map(({ because }) => because),
  ...(verdict.overrides ?? []).map(overrideWords),
  ...(verdict.notices ?? []),
];
