import type { EnvironmentView } from '../api/views.ts';
import { askedWords } from '../present/asked-words.ts';
import { dayAndTime, timeOf } from './local-time.ts';

/** What people are asked for, and what else they should know beside the verdict. */
export function AskedOfPeople({ view }: { view: EnvironmentView }) {
  const lines = [...askedWords(view), ...automaticRollback(view)];
  if (lines.length === 0) return null;
  return (
    <ul class="asked card" aria-label="What needs a person">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

function automaticRollback({ deployment }: EnvironmentView): readonly string[] {
  const { taken, openUntil } = deployment?.automaticRollback ?? {};
  if (taken !== undefined) return [`The runner ${taken.runner} on ${taken.host} rolls back by itself.`];
  return openUntil === undefined ? [] : [`A waiting runner may roll back until ${dayAndTime(timeOf(openUntil))}.`];
}
