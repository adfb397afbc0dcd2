import { SaxesParser } from 'saxes';
import { ReportUnreadable, type TestReport, type TestResult } from './test-report.ts';

interface OpenCase {
  readonly name: string;
  outcome: TestResult['outcome'];
  because: string;
}

/**
 * JUnit XML as Jest, Vitest, Playwright, pytest, Surefire and others write it: `testsuite` (`tests="12"`) with
 * `testcase`s, each of which may hold `failure`, `error` or `skipped`. A suite that announces more tests than it holds has
 * missing ones; one that holds suites is left out of this, for writers differ in whether it counts those.
 */
export function readJunit(xml: string): TestReport {
  const tests: TestResult[] = [];
  const suites: { readonly declared: number | undefined; nested: boolean; cases: number }[] = [];
  let missing = 0;
  let current: OpenCase | undefined;
  let inFault = false;
  let root: string | undefined;
  let announcedFaults = 0;
  const parser = new SaxesParser();

  parser.on('opentag', ({ name: tag, attributes }) => {
    const text = (key: string): string => attributes[key] ?? '';
    root ??= tag;
    if (tag === 'testsuite' || tag === 'testsuites')
      announcedFaults += (wholeNumber(attributes.failures) ?? 0) + (wholeNumber(attributes.errors) ?? 0);
    if (tag === 'testsuite') {
      const parent = suites.at(-1);
      if (parent !== undefined) parent.nested = true;
      suites.push({ declared: wholeNumber(attributes.tests), nested: false, cases: 0 });
    } else if (tag === 'testcase') {
      const group = text('classname') || text('file');
      const name = group === '' ? text('name') : `${group} › ${text('name')}`;
      const said = [text('status').toLowerCase(), text('result').toLowerCase()];
      const outcome = said.some((word) => faulty.has(word))
        ? 'failed'
        : said.some((word) => leftOut.has(word))
          ? 'skipped'
          : 'passed';
      current = { name, outcome, because: '' };
    } else if (current !== undefined && (tag === 'failure' || tag === 'error')) {
      current.outcome = 'failed';
      current.because ||= text('message') || text('type');
      inFault = true;
    } else if (tag === 'failure' || tag === 'error') {
      announcedFaults += 1;
    } else if (current !== undefined && tag === 'skipped' && current.outcome === 'passed') {
      current.outcome = 'skipped';
    }
  });
  const noteText = (text: string): void => {
    if (inFault && current !== undefined && current.because === '') current.because = text.trim();
  };
  parser.on('text', noteText);
  parser.on('cdata', noteText);
  parser.on('closetag', ({ name }) => {
    if (name === 'failure' || name === 'error') inFault = false;
    if (name === 'testcase' && current !== undefined) {
      tests.push(closed(current));
      const suite = suites.at(-1);
      if (suite !== undefined) suite.cases += 1;
      current = undefined;
    }
    if (name === 'testsuite') {
      const suite = suites.pop();
      if (suite?.declared !== undefined && !suite.nested) missing += Math.max(0, suite.declared - suite.cases);
    }
  });
  parser.on('error', ({ message }) => {
    throw new ReportUnreadable(`not JUnit XML: ${message}`);
  });
  parser.write(xml).close();
  if (root !== 'testsuites' && root !== 'testsuite') {
    throw new ReportUnreadable(`not JUnit XML: it begins with <${root ?? ''}> instead of <testsuites>`);
  }
  // What breaks before or after the tests, such as a hook, is told by some writers of the suite alone.
  if (announcedFaults > 0 && tests.every(({ outcome }) => outcome !== 'failed'))
    tests.push({
      name: 'outside of the tests',
      outcome: 'failed',
      because: 'a suite announces a failure that no test has',
    });
  return { tests, planned: tests.length + missing };
}

/** GoogleTest and CTest say so in an attribute: `status="notrun" result="suppressed"`. */
const faulty: ReadonlySet<string> = new Set(['fail', 'failed', 'failure', 'error', 'errored', 'broken', 'timeout']);
const leftOut: ReadonlySet<string> = new Set(['notrun', 'disabled', 'suppressed', 'skipped']);

const closed = ({ name, outcome, because }: OpenCase): TestResult => {
  const [first = ''] = because.split('\n');
  return outcome === 'failed' && first !== '' ? { name, outcome, because: first } : { name, outcome };
};

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
