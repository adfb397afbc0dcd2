import type * as z from 'zod';
import { closest, listed, mayMean } from './closest.ts';
import type { Path, PlanFault } from './fault.ts';
import { keysAt } from './keys-at.ts';
import { unknownKey } from './unknown-key.ts';
import { describeValue, named } from './words.ts';

type Issue = z.core.$ZodIssue;
interface Context {
  /** The value that was checked, against which schema, and where it stands in the plan. */
  readonly value: unknown;
  readonly schema: z.core.$ZodType;
  readonly path: Path;
  /** Where inside of the schema the value stands. */
  readonly inSchema?: Path;
}

/** What zod found, in the words of the plan: for each issue one fault, or one for each unknown key. */
export const faultsOfIssues = (issues: readonly Issue[], context: Context): readonly PlanFault[] =>
  issues.flatMap((issue) => faultsOf(issue, context));

function faultsOf(issue: Issue, context: Context): readonly PlanFault[] {
  const inside = issue.path.filter((step) => typeof step !== 'symbol');
  const path = [...context.path, ...inside];
  const inSchema = [...(context.inSchema ?? []), ...inside];
  const found = valueAt(context.value, inside);
  const wrong = (words: string, hint?: string): PlanFault[] => [
    { code: 'wrong-value', path, at: 'value', message: about(path, words), hint },
  ];
  if (found === undefined && issue.code !== 'unrecognized_keys' && path.length > 0) {
    const missing = issue.code === 'custom' ? issue.message : `${named(path)} is missing`;
    const about = [String(path.at(-1))];
    return [{ code: 'missing-key', path: path.slice(0, -1), at: 'key', message: missing, hint: hintOf(issue), about }];
  }
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey({ key, path, known: keysAt(context.schema, inSchema) }));
    case 'invalid_type':
      return [wrongType(path, expectedWords[issue.expected] ?? issue.expected, found)];
    case 'invalid_value': {
      const choices = issue.values.map(String);
      const near = typeof found === 'string' ? closest(found, choices) : undefined;
      return wrong(
        `must be ${listed(choices)}, not ${describeValue(found)}`,
        near === undefined ? undefined : mayMean(near),
      );
    }
    case 'too_small':
      if (issue.origin === 'string') return wrong(`must not be empty`);
      if (issue.origin === 'array')
        return wrong(`needs at least ${issue.minimum} ${issue.minimum === 1 ? 'entry' : 'entries'}`);
      return wrong(
        `must be ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}, not ${describeValue(found)}`,
      );
    case 'too_big':
      if (issue.origin === 'string') return wrong(`must not be longer than ${issue.maximum} characters`);
      if (issue.origin === 'array') return wrong(`must not have more than ${issue.maximum} entries`);
      return wrong(
        `must be ${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}, not ${describeValue(found)}`,
      );
    case 'invalid_key':
      return [
        {
          code: 'wrong-name',
          path,
          at: 'key',
          message: `"${inside.at(-1)}": ${issue.issues[0]?.message ?? 'not a name'}`,
        },
      ];
    case 'invalid_union': {
      const branch = likeliest(issue.errors, found);
      return branch === undefined
        ? [wrongType(path, alternatives(issue.errors), found)]
        : faultsOfIssues(branch, { value: found, schema: context.schema, path, inSchema });
    }
    default:
      return wrong(ownWords(issue.message), hintOf(issue));
  }
}

const wrongType = (path: Path, expected: string, found: unknown): PlanFault => ({
  code: 'wrong-type',
  path,
  at: 'value',
  message: `${named(path)} must be ${expected}, not ${describeValue(found)}`,
});

/** The branch of a union that was meant: one whose type fits, and with the fewest faults inside. */
function likeliest(branches: readonly (readonly Issue[])[], found: unknown): readonly Issue[] | undefined {
  const isMapping = typeof found === 'object' && found !== null;
  // A list of words says of a mapping that it is none of them, not that it has the wrong type.
  const misfits = ({ code, path }: Issue) =>
    path.length === 0 && (code === 'invalid_type' || (code === 'invalid_value' && isMapping));
  return branches.filter((issues) => !issues.some(misfits)).sort((one, other) => one.length - other.length)[0];
}

function alternatives(branches: readonly (readonly Issue[])[]): string {
  const expected = branches.flat().flatMap((issue) => (issue.code === 'invalid_type' ? [issue.expected] : []));
  return listed([...new Set(expected.map((type) => expectedWords[type] ?? type))]) || 'another value';
}

const expectedWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

const hintOf = (issue: Issue): string | undefined =>
  issue.code === 'custom' && typeof issue.params?.hint === 'string' ? issue.params.hint : undefined;

/** `"limit" must be …`, `"limit": … is not a quantity`. */
const about = (path: Path, words: string): string =>
  `${named(path)}${/^(?:is|has|must|needs) /.test(words) ? ' ' : ': '}${words}`;

const ownWords = (message: string): string =>
  message.replace(/^Invalid (?:input|string): /, '').replace(/^Invalid /, 'is not a valid ');

function valueAt(value: unknown, path: Path): unknown {
  let here = value;
  for (const step of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
    here = (here as Record<string | number, unknown>)[step];
  }
  return here;
}
