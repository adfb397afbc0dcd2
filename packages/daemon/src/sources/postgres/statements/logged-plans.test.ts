import { expect, it } from 'vitest';
import { loggedPlans } from './logged-plans.ts';

const entry = (id: string, table: string) =>
  `2026-12-01 22:00:00.000 UTC [7] LOG:  duration: 3.100 ms  plan:
	{
	  "Query Text": "select 'a\\"b'",
	  "Plan": {
	    "Node Type": "Seq Scan",
	    "Relation Name": "${table}",
	    "Output": ["id"]
	  },
	  "Query Identifier": ${id}
	}
`;
const other = '2026-12-01 22:00:01.000 UTC [7] LOG:  checkpoint starting: time\n';
const read = (id: string, table: string) => ({
  id,
  text: "select 'a\"b'",
  shape: { reads: { [table]: `Seq Scan on ${table}` }, steps: [] },
});

it('finds the plans among what else is logged, with every digit of their ids', () => {
  const log = `${other}${entry('-7190223145821900001', 'orders')}${other}${entry('42', 'lines')}`;
  expect(loggedPlans(log)).toEqual({ plans: [read('-7190223145821900001', 'orders'), read('42', 'lines')], rest: '' });
});

it('keeps what is not whole for the next piece', () => {
  const whole = `${entry('1', 'orders')}${entry('2', 'lines')}`;
  for (let cut = 1; cut < whole.length; cut += 7) {
    const first = loggedPlans(whole.slice(0, cut));
    const second = loggedPlans(first.rest + whole.slice(cut));
    expect([...first.plans, ...second.plans], `cut at ${cut}`).toContainEqual(read('2', 'lines'));
  }
});

it('takes those of PostgreSQL 14 and 15, which do not say which statement it is, by their text', () => {
  const { plans } = loggedPlans(entry('1', 'orders').replace(/,\n\t {2}"Query Identifier": 1/, ''));
  expect(plans).toEqual([{ text: "select 'a\"b'", shape: read('1', 'orders').shape }]);
});

it('leaves out what is written as text', () => {
  expect(loggedPlans(`LOG:  duration: 3 ms  plan:\n\tSeq Scan on orders\n${other}`)).toEqual({ plans: [], rest: '' });
});
