import * as z from 'zod';
import { defineSourceKind } from '../ports/kind.ts';
import { authorization, authorizationOptions, checkAuthorization } from './authorization.ts';
import { checkedSource } from './checked-source.ts';
import { lokiProvider } from './loki/loki-provider.ts';
import { lokiCounter, lokiQuery } from './loki/loki-query.ts';
import { askProvider } from './provider.ts';
import { openTimeseries, timeseriesMeasures, timeseriesOptions } from './timeseries/open-timeseries.ts';

const lokiOptions = z
  .strictObject({
    url: z.string().min(1).meta({ description: 'Where Loki answers: https://loki.example.com' }),
    tenant: z.string().min(1).optional().meta({ description: 'Sent as X-Scope-OrgID.' }),
    ...authorizationOptions,
    ...timeseriesOptions({ delay: '10s' }),
  })
  .superRefine(checkAuthorization);

export const loki = defineSourceKind({
  type: 'loki',
  summary: 'Counts log lines, and reads LogQL metric queries, from Grafana Loki.',
  options: lokiOptions,
  measures: timeseriesMeasures(lokiQuery, lokiCounter),
  open: (options, tools) =>
    checkedSource(tools.name, lokiOptions, options, (checked) => {
      const { url, tenant } = checked;
      const headers = { ...authorization(checked), ...(tenant === undefined ? {} : { 'x-scope-orgid': tenant }) };
      const provider = lokiProvider({ url, headers, ask: askProvider(checked, tools.outbound) });
      return openTimeseries(
        { type: 'loki', query: lokiQuery, countable: lokiCounter, provider, options: checked },
        tools,
      );
    }),
});
