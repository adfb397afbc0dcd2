import * as z from 'zod';
import { defineSourceKind } from '../ports/kind.ts';
import { authorization, authorizationOptions, checkAuthorization } from './authorization.ts';
import { checkedSource } from './checked-source.ts';
import { elasticsearchProvider } from './elasticsearch/elasticsearch-provider.ts';
import { elasticsearchQuery } from './elasticsearch/elasticsearch-query.ts';
import { askProvider } from './provider.ts';
import { openTimeseries, timeseriesMeasures, timeseriesOptions } from './timeseries/open-timeseries.ts';

const elasticsearchOptions = z
  .strictObject({
    url: z.string().min(1).meta({ description: 'Where it answers: https://search.example.com:9200' }),
    index: z.string().min(1).meta({ description: 'An index, a data stream, or a pattern: logs-shop-*' }),
    time: z.string().min(1).default('@timestamp').meta({ description: 'The field with the time of a document.' }),
    'api-key': z.string().min(1).optional().meta({ description: 'Sent as ApiKey, encoded as Elasticsearch gave it.' }),
    ...authorizationOptions,
    ...timeseriesOptions({ delay: '30s' }),
  })
  .superRefine(checkAuthorization);

export const elasticsearch = defineSourceKind({
  type: 'elasticsearch',
  summary: 'Counts documents, and computes metrics of their fields, in Elasticsearch or OpenSearch.',
  options: elasticsearchOptions,
  measures: timeseriesMeasures(elasticsearchQuery),
  open: (options, tools) =>
    checkedSource(tools.name, elasticsearchOptions, options, (checked) => {
      const { url, index, time } = checked;
      const key = checked['api-key'];
      const provider = elasticsearchProvider({
        url,
        index,
        time,
        headers: key === undefined ? authorization(checked) : { authorization: `ApiKey ${key}` },
        ask: askProvider(checked, tools.outbound),
      });
      return openTimeseries({ type: 'elasticsearch', query: elasticsearchQuery, provider, options: checked }, tools);
    }),
});
