/** Keys and indices from the top of the plan. */
export type Path = readonly (string | number)[];

/** What can be wrong with a plan. Codes are permanent: scripts and editors rely on them. */
export type PlanFaultCode =
  /** There is no plan file. */
  | 'plan-not-found'
  /** The plan file cannot be read. */
  | 'plan-unreadable'
  /** The text is not YAML. */
  | 'yaml-syntax'
  /** A key is written twice. */
  | 'duplicate-key'
  /** Somebody has still to decide it. */
  | 'to-be-decided'
  /** The plan says nothing. */
  | 'plan-empty'
  /** A key that has no meaning here. */
  | 'unknown-key'
  /** A key that is needed is not there. */
  | 'missing-key'
  /** A value of another type is needed. */
  | 'wrong-type'
  /** The value is not an accepted one. */
  | 'wrong-value'
  /** A name has characters that names cannot have. */
  | 'wrong-name'
  /** Two items of one list have the same id. */
  | 'duplicate-id'
  /** There is no such preset. */
  | 'unknown-preset'
  /** The preset needs to know more. */
  | 'preset-incomplete'
  /** Several environments, and none of them is called production. */
  | 'preset-without-environment'
  /** The key says something to a preset, and there is none. */
  | 'key-needs-preset'
  /** There is no such type of source. */
  | 'unknown-source-type'
  /** A criterion names a source that the plan does not have. */
  | 'unknown-source'
  /** A criterion or a step names a workflow that the plan does not have. */
  | 'unknown-workflow'
  /** A criterion or a step names a service that the plan does not have. */
  | 'unknown-service'
  /** A sign-off names a role that the plan does not have. */
  | 'unknown-role'
  /** The step is of no known kind. */
  | 'unknown-step'
  /** The step has the keys of several kinds. */
  | 'ambiguous-step'
  /** A checklist item is checked in one way only. */
  | 'ambiguous-item'
  /** The checklist item is of no known kind. */
  | 'unknown-item'
  /** The id of an item is a word that Daywatch uses itself. */
  | 'reserved-id'
  /** A checklist item names an environment that the plan does not have. */
  | 'unknown-environment'
  /** The variable is not known here. */
  | 'unknown-variable'
  /** Nothing is watched: there is no environment. */
  | 'no-environment'
  /** Nothing is judged: there is no criterion. */
  | 'no-criteria'
  /** Nothing decides: all criteria are warnings or dry runs. */
  | 'no-deciding-criteria'
  /** The criterion does not say what it measures. */
  | 'no-measure'
  /** The criterion measures more than one thing. */
  | 'several-measures'
  /** The source cannot measure this. */
  | 'measure-not-supported'
  /** The criterion could never fail. */
  | 'no-limit'
  /** The limit has no unit. */
  | 'limit-needs-unit'
  /** The limit has the unit of something else. */
  | 'limit-of-wrong-unit'
  /** The limit is one that no value can reach, or that every value breaks. */
  | 'limit-out-of-range'
  /** The key has no meaning for this measure. */
  | 'key-without-effect'
  /** Integrity is a yes or no. */
  | 'integrity-needs-check'
  /** An integrity criterion cannot be a warning. */
  | 'integrity-decides'
  /** There is no such sort of notifier. */
  | 'unknown-notifier'
  /** An announcement is sent at one time, or on some occasions. */
  | 'ambiguous-announcement'
  /** A role has nobody whom a mail could reach. */
  | 'role-without-address'
  /** A template names what nobody knows. */
  | 'unknown-placeholder'
  /** A template is not where the plan says. */
  | 'template-not-found'
  /** A span of time is longer than what it is a part of. */
  | 'span-too-long'
  /** A span of time is too short. */
  | 'span-too-short';

/** One fault, before its place in the text is known. */
export interface PlanFault {
  readonly code: PlanFaultCode;
  readonly path: Path;
  /** Whether the key or the value at `path` is to be marked. */
  readonly at: 'key' | 'value';
  readonly message: string;
  readonly hint?: string | undefined;
  /** The keys whose absence is the fault; for an unknown key, what it was meant to be. */
  readonly about?: readonly string[];
}

export type Report = (fault: PlanFault) => void;
