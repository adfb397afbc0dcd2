import type { EnvironmentView } from '../api/views.ts';
import { overrideWords } from './override-words.ts';
import { sentence } from './sentence.ts';

/** What needs a person, and what people should know beside the verdict: sentences. */
export const askedWords = ({ name, deployment, verdict }: EnvironmentView): readonly string[] => [
  ...waits(name, deployment),
  ...asksToRollBack(name, deployment),
  ...(deployment?.overruns ?? []).map(({ because }) => sentence(because)),
  ...(verdict.overrides ?? []).map((override) => sentence(overrideWords(override))),
  ...(verdict.notices ?? []).map(sentence),
];

type Current = EnvironmentView['deployment'];

function waits(name: string, deployment: Current): readonly string[] {
  if (deployment?.waitsForDecision === undefined) return [];
  const how = `daywatch decide go, no-go, extend or roll-back --environment ${name} --reason WHY`;
  return [`It waits for a decision: ${how}.`];
}

function asksToRollBack(name: string, deployment: Current): readonly string[] {
  const asked = deployment?.rollbackAsked;
  if (asked === undefined) return [];
  return [sentence(`${asked.by} asks to roll back: ${asked.reason}`), `It begins with daywatch rollback ${name}.`];
}
