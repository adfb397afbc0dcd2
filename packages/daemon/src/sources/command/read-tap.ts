import { type FinalResults, Parser, type Result } from 'tap-parser';
import { ReportUnreadable, type TestReport, type TestResult } from './test-report.ts';

/** TAP 13 and 14, subtests included: what counts is each test at the end of a branch. */
export function readTap(text: string): TestReport {
  const tests: TestResult[] = [];
  const seen = { missing: 0, beyond: 0, planless: false, bailout: undefined as string | undefined };

  function follow(parser: Parser, above: readonly string[]): void {
    parser.on('child', (child: Parser) => follow(child, [...above, child.name]));
    parser.on('assert', (result: Result) => {
      // The line that closes a subtest repeats what its own tests have said.
      if (!result.closingTestPoint || !(result.ok || tests.some(failedBelow([...above, result.name])))) {
        tests.push(resultOf(result, above));
      }
    });
    parser.on('bailout', (reason: string) => {
      seen.bailout ??= reason;
    });
    parser.on('complete', ({ plan, count }: FinalResults) => {
      if (plan.start === null || plan.end === null) seen.planless = true;
      else {
        const lacking = plan.end - plan.start + 1 - count;
        seen.missing += Math.max(0, lacking);
        seen.beyond += Math.max(0, -lacking);
      }
    });
  }

  const parser = new Parser();
  follow(parser, []);
  parser.end(text);
  if (seen.bailout !== undefined) throw new ReportUnreadable(`the tests were given up: ${seen.bailout || 'Bail out!'}`);
  if (seen.planless) throw new ReportUnreadable('not TAP, or cut off: there is no plan like 1..12');
  // The plan was made before, or belongs to another run: which of them were meant, nobody knows.
  if (seen.beyond > 0)
    tests.push({ name: 'the plan', outcome: 'failed', because: `${seen.beyond} more came than it announces` });
  return { tests, planned: tests.length + seen.missing };
}

const titleOf = (parts: readonly string[]): string => parts.filter((part) => part !== '').join(' › ');

function failedBelow(above: readonly string[]): (test: TestResult) => boolean {
  const start = `${titleOf(above)} › `;
  return ({ name, outcome }) => outcome === 'failed' && name.startsWith(start);
}

function resultOf({ ok, name, id, skip, todo, diag }: Result, above: readonly string[]): TestResult {
  const title = titleOf([...above, name || `test ${id}`]);
  if (skip || todo) return { name: title, outcome: 'skipped' };
  if (ok) return { name: title, outcome: 'passed' };
  const said: unknown = diag?.error ?? diag?.message;
  const [line = ''] = typeof said === 'string' ? said.split('\n') : [];
  return line === '' ? { name: title, outcome: 'failed' } : { name: title, outcome: 'failed', because: line };
}
