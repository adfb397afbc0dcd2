/** Keys and indices from the top of the plan. */
export type Path = readonly (string | number)[];

/** What can be wrong with a plan. Codes are permanent: scripts and editors rely on them. */
export const planFaults = {
  'plan-not-found': 'There is no plan file.',
  'plan-unreadable': 'The plan file cannot be read.',
  'yaml-syntax': 'The text is not YAML.',
  'duplicate-key': 'A key is written twice.',
  'plan-empty': 'The plan says nothing.',
  'unknown-key': 'A key that has no meaning here.',
  'missing-key': 'A key that is needed is not there.',
  'wrong-type': 'A value of another type is needed.',
  'wrong-value': 'The value is not an accepted one.',
  'wrong-name': 'A name has characters that names cannot have.',
  'duplicate-id': 'Two items of one list have the same id.',
  'unknown-preset': 'There is no such preset.',
  'preset-incomplete': 'The preset needs to know more.',
  'preset-without-environment': 'Several environments, and none of them is called production.',
  'key-needs-preset': 'The key says something to a preset, and there is none.',
  'unknown-source-type': 'There is no such type of source.',
  'unknown-source': 'A criterion names a source that the plan does not have.',
  'unknown-role': 'A sign-off names a role that the plan does not have.',
  'unknown-step': 'The step is of no known kind.',
  'ambiguous-step': 'The step has the keys of several kinds.',
  'ambiguous-item': 'A checklist item is checked in one way only.',
  'unknown-variable': 'The variable is not known here.',
  'no-environment': 'Nothing is watched: there is no environment.',
  'no-criteria': 'Nothing is judged: there is no criterion.',
  'no-deciding-criteria': 'Nothing decides: all criteria are warnings or dry runs.',
  'no-measure': 'The criterion does not say what it measures.',
  'several-measures': 'The criterion measures more than one thing.',
  'measure-not-supported': 'The source cannot measure this.',
  'no-limit': 'The criterion could never fail.',
  'limit-needs-unit': 'The limit has no unit.',
  'limit-of-wrong-unit': 'The limit has the unit of something else.',
  'limit-out-of-range': 'The limit is one that no value can reach, or that every value breaks.',
  'key-without-effect': 'The key has no meaning for this measure.',
  'integrity-needs-check': 'Integrity is a yes or no.',
  'integrity-decides': 'An integrity criterion cannot be a warning.',
  'span-too-long': 'A span of time is longer than what it is a part of.',
  'span-too-short': 'A span of time is too short.',
} as const;
export type PlanFaultCode = keyof typeof planFaults;

/** One fault, before its place in the text is known. */
export interface PlanFault {
  readonly code: PlanFaultCode;
  readonly path: Path;
  /** Whether the key or the value at `path` is to be marked. */
  readonly at: 'key' | 'value';
  readonly message: string;
  readonly hint?: string | undefined;
}

export type Report = (fault: PlanFault) => void;
