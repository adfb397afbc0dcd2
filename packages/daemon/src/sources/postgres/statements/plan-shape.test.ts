import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { newBook, nextPages, recallBook, tellPlan, turnPage, withPage } from './plan-book.ts';
import { planChange, shapeOfPlan } from './plan-shape.ts';

const joined = (lines: object) => [
  {
    Plan: {
      'Node Type': 'Aggregate',
      Plans: [
        {
          'Node Type': 'Nested Loop',
          Plans: [{ 'Node Type': 'Seq Scan', 'Relation Name': 'orders', Alias: 'o', 'Plan Rows': 3 }, lines],
        },
      ],
    },
  },
];
const index = { 'Node Type': 'Index Scan', 'Index Name': 'lines_of_order', 'Relation Name': 'order_lines', Alias: 'l' };
const whole = { 'Node Type': 'Seq Scan', 'Relation Name': 'order_lines', Alias: 'l' };
const shape = (plan: unknown) => shapeOfPlan(plan) ?? expect.fail('it is a plan');

describe('a plan', () => {
  it('is how each table is read, and the steps between', () => {
    expect(shapeOfPlan(joined(index))).toEqual({
      reads: { o: 'Seq Scan on orders', l: 'Index Scan using lines_of_order on order_lines' },
      steps: ['Aggregate', 'Nested Loop'],
    });
  });

  it('names the index of a bitmap', () => {
    const bitmap = {
      'Node Type': 'Bitmap Heap Scan',
      'Relation Name': 'orders',
      Plans: [{ 'Node Type': 'Bitmap Index Scan', 'Index Name': 'orders_by_time' }],
    };
    expect(shapeOfPlan([{ Plan: bitmap }])).toEqual({
      reads: { orders: 'Bitmap Heap Scan using orders_by_time on orders' },
      steps: [],
    });
  });

  it('is not what is none', () => {
    expect(shapeOfPlan('Seq Scan')).toBeUndefined();
    expect(shapeOfPlan([])).toBeUndefined();
  });

  it('changes by table, or by steps', () => {
    expect(planChange(shape(joined(index)), shape(joined(whole)))).toBe(
      'plan: Index Scan using lines_of_order on order_lines → Seq Scan on order_lines',
    );
    const sorted = [{ Plan: { 'Node Type': 'Sort', Plans: [joined(index)[0]?.Plan] } }];
    expect(planChange(shape(joined(index)), shape(sorted))).toBe(
      'plan: Aggregate > Nested Loop → Sort > Aggregate > Nested Loop',
    );
    expect(planChange(shape(joined(index)), shape(joined(index)))).toBe('the plan is the same as before');
  });
});

describe('the book of plans', () => {
  const at = instant(0);
  const before = { key: 'before', deployment: undefined };
  const after = { key: 'd2 2.0 b', deployment: 'd2' };
  const explained = (lines: object) => ({ type: 'explained', shape: shape(joined(lines)) }) as const;
  const known = withPage(newBook(before), 'q', explained(index), at);

  it('turns with a deploy, and not with its rollback', () => {
    const turned = turnPage(known, after);
    expect(tellPlan(turned, 'q', explained(whole))).toContain('→ Seq Scan on order_lines');
    const back = turnPage(withPage(turned, 'q', explained(whole), at), { key: 'd2 1.0 a', deployment: 'd2' });
    expect(tellPlan(back, 'q', explained(index))).toBe('the plan is the same as before');
  });

  it('says what is not known', () => {
    expect(tellPlan(newBook(before), 'q', explained(index))).toBe('its plan before the deploy is not known');
    expect(tellPlan(turnPage(known, after), 'q', { type: 'unknown', because: 'permission denied' })).toBe(
      'its plan cannot be looked up: permission denied',
    );
  });

  it('looks up what it does not know, and again after some hours', () => {
    expect(nextPages(known, ['q', 'r'], at)).toEqual(['r']);
    expect(nextPages(known, ['q', 'r'], instant(7 * 3_600_000))).toEqual(['q', 'r']);
  });

  it('survives as JSON', () => {
    expect(recallBook(JSON.parse(JSON.stringify(known)))).toEqual(known);
    expect(recallBook('none')).toBeUndefined();
  });
});
