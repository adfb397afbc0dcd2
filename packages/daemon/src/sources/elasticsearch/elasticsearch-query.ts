import * as z from 'zod';

const lucene = z
  .string()
  .min(1)
  .meta({
    description: 'Which documents, in the query string syntax; * for all.',
    examples: ['service.name:shop AND log.level:error'],
  });
const field = (what: string) =>
  z
    .string()
    .min(1)
    .meta({ description: `The field whose ${what} is computed.` });

export const elasticsearchQuery = z.union([
  lucene,
  z.strictObject({ where: lucene.default('*'), average: field('average') }),
  z.strictObject({ where: lucene.default('*'), max: field('greatest value') }),
  z.strictObject({ where: lucene.default('*'), min: field('least value') }),
  z.strictObject({ where: lucene.default('*'), sum: field('sum') }),
  z.strictObject({ where: lucene.default('*'), distinct: field('number of different values') }),
  z.strictObject({
    where: lucene.default('*'),
    percentile: z.number().gt(0).lt(100).meta({ description: 'Such as 95.' }),
    of: field('percentile'),
  }),
]);
export type ElasticsearchQuery = z.infer<typeof elasticsearchQuery>;

/** The aggregation that computes the number of a step; none: its documents are counted. */
export function aggregationOf(query: ElasticsearchQuery): object | undefined {
  if (typeof query === 'string') return undefined;
  if ('average' in query) return { avg: { field: query.average } };
  if ('max' in query) return { max: { field: query.max } };
  if ('min' in query) return { min: { field: query.min } };
  if ('sum' in query) return { sum: { field: query.sum } };
  if ('distinct' in query) return { cardinality: { field: query.distinct } };
  return { percentiles: { field: query.of, percents: [query.percentile], keyed: false } };
}

export const whereOf = (query: ElasticsearchQuery): string => (typeof query === 'string' ? query : query.where);

export const elasticsearchWords = (query: ElasticsearchQuery): string => {
  const computed = aggregationOf(query);
  return computed === undefined ? whereOf(query) : `${JSON.stringify(computed)} where ${whereOf(query)}`;
};
