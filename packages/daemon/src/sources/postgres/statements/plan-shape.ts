import * as z from 'zod';

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string | undefined;
  readonly Alias?: string | undefined;
  readonly 'Index Name'?: string | undefined;
  readonly Plans?: readonly PlanNode[] | undefined;
}
const planNode: z.ZodType<PlanNode> = z.object({
  'Node Type': z.string(),
  'Relation Name': z.string().optional(),
  Alias: z.string().optional(),
  'Index Name': z.string().optional(),
  get Plans() {
    return z.array(planNode).optional();
  },
});
const explained = z.tuple([z.object({ Plan: planNode })]);

/** A plan without its costs: how each table is read, and by what steps the rest is done. */
export const planShape = z.object({
  /** By the name that the statement gives the table: `o` → `Index Scan using orders_of_customer on orders`. */
  reads: z.record(z.string(), z.string()),
  steps: z.array(z.string()),
});
export type PlanShape = z.infer<typeof planShape>;

/** From what `explain (format json)` answers, parsed. */
export function shapeOfPlan(answer: unknown): PlanShape | undefined {
  const read = explained.safeParse(answer);
  if (!read.success) return undefined;
  const reads: Record<string, string> = {};
  const steps: string[] = [];
  const visit = (node: PlanNode) => {
    const relation = node['Relation Name'];
    const children = node.Plans ?? [];
    if (relation !== undefined) {
      // The index of a bitmap heap scan is that of the bitmap index scan below it.
      const index = node['Index Name'] ?? children.find((child) => child['Index Name'] !== undefined)?.['Index Name'];
      const alias = node.Alias ?? relation;
      const key = Object.hasOwn(reads, alias) ? `${alias} ${Object.keys(reads).length}` : alias;
      reads[key] = `${node['Node Type']}${index === undefined ? '' : ` using ${index}`} on ${relation}`;
    } else if (node['Index Name'] === undefined) steps.push(node['Node Type']);
    for (const child of children) visit(child);
  };
  visit(read.data[0].Plan);
  return { reads, steps };
}

/** `plan: Index Scan using lines_of_order on order_lines → Seq Scan on order_lines`. */
export function planChange(before: PlanShape, now: PlanShape): string {
  const tables = [...new Set([...Object.keys(before.reads), ...Object.keys(now.reads)])];
  const changed = tables.flatMap((table) => {
    const [was, is] = [before.reads[table], now.reads[table]];
    return was === is ? [] : [`${was ?? `no read of ${table}`} → ${is ?? `no read of ${table}`}`];
  });
  if (changed.length > 0) return `plan: ${changed.join(', ')}`;
  const [was, is] = [before.steps.join(' > '), now.steps.join(' > ')];
  return was === is ? 'the plan is the same as before' : `plan: ${was} → ${is}`;
}
