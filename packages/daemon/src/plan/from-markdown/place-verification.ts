import { variableOf } from '../from-repository/repository-facts.ts';
import { placeCriteria } from './criteria-in.ts';
import { commandsOf, unspoken } from './place-steps.ts';
import { placeWorkflowCriteria } from './place-workflows.ts';
import { environmentPath, originOf, type Placer, type Reading, undecided } from './reading.ts';
import { scriptFor } from './scripts-in.ts';
import type { Statement } from './statement.ts';
import { plainWords } from './topic-of.ts';

/** Once is enough: two sentences may ask for the same. */
function addStep(step: unknown, statement: Statement, reading: Reading): void {
  const path = environmentPath(reading, 'verify');
  const steps = [reading.draft.at(path) ?? []].flat();
  if (!steps.some((one) => JSON.stringify(one) === JSON.stringify(step)))
    reading.draft.add(path, step, originOf(statement, reading));
}

export const placeVerification: Placer = (statement, reading) => {
  const commands = commandsOf(statement);
  const words = plainWords(statement.text);
  const [code] = statement.codes;
  const kind = /^(Run|Workflow|Get) /.exec(statement.text)?.[1]?.toLowerCase();
  if (kind !== undefined && code !== undefined && statement.text.length === kind.length + 1 + code.length) {
    addStep({ [kind]: code }, statement, reading);
    return { became: `verify: ${kind}` };
  }
  if (commands.length > 0) {
    for (const command of commands) addStep({ run: command }, statement, reading);
    return { became: 'verify' };
  }
  const script = /\btests?\b|smoke|type-?check|\be2e\b/.test(words) ? scriptFor(words, reading.facts) : undefined;
  if (script !== undefined) {
    addStep({ run: script }, statement, reading);
    return { became: `verify: ${script}` };
  }
  if (/work-?flow|journey|kernablaeuf|critical path/.test(words)) return placeWorkflowCriteria(statement, reading);
  const imported = importIn(statement.text, reading);
  if (imported !== undefined) {
    addStep({ run: `node --input-type=module --eval 'import "${imported}"'` }, statement, reading);
    return { became: 'verify: the import is tried' };
  }
  if (/automated tests|test suite|run (?:the |all )?.*tests|smoke|automatisierte tests/.test(words)) {
    addStep({ run: undecided(`command for: ${statement.text}`, statement, reading) }, statement, reading);
    return { became: 'verify, its command still to be decided' };
  }
  const criteria = placeCriteria(statement, reading);
  if (criteria?.includes('healthy') === true && reading.section.topic === 'verification') {
    const { facts, service } = reading;
    addStep({ get: `\${${variableOf(service, 'URL')}}${facts.health?.value ?? '/healthz'}` }, statement, reading);
    return { became: `verify and ${criteria}` };
  }
  return criteria === undefined ? unspoken(statement) : { became: criteria };
};

/** "Verify Drizzle ORM imports are working" speaks of the package `drizzle-orm`. */
function importIn(text: string, { facts }: Reading): string | undefined {
  const words = plainWords(text).replace(/[^a-z0-9@/]+/g, ' ');
  if (!/\bimports?\b|modules?\b/.test(words)) return undefined;
  return facts.dependencies.find((name) =>
    ` ${words} `.includes(
      ` ${name
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, ' ')
        .trim()} `,
    ),
  );
}
