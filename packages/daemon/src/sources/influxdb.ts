import * as z from 'zod';
import { defineSourceKind } from '../ports/kind.ts';
import { checkedSource } from './checked-source.ts';
import { fluxProvider } from './influxdb/flux-provider.ts';
import { influxdbQuery } from './influxdb/influxdb-query.ts';
import { influxqlProvider } from './influxdb/influxql-provider.ts';
import { askProvider } from './provider.ts';
import { openTimeseries, timeseriesMeasures, timeseriesOptions } from './timeseries/open-timeseries.ts';

const influxdbOptions = z
  .strictObject({
    url: z.string().min(1).meta({ description: 'Where InfluxDB answers: https://influx.example.com:8086' }),
    org: z.string().min(1).optional().meta({ description: 'For Flux (InfluxDB 2): the organization.' }),
    token: z.string().min(1).optional().meta({ description: 'Sent as Token, with Flux and with InfluxQL.' }),
    database: z
      .string()
      .min(1)
      .optional()
      .meta({ description: 'For InfluxQL (InfluxDB 1, and 2 or 3 with a mapping).' }),
    user: z.string().min(1).optional().meta({ description: 'For InfluxDB 1, with a password.' }),
    password: z.string().min(1).optional().meta({ description: 'For InfluxDB 1, with a user.' }),
    ...timeseriesOptions({ delay: '10s' }),
  })
  .superRefine(({ org, database, user, password, token }, context) => {
    const issue = (path: string, message: string, hint?: string) =>
      context.addIssue({ code: 'custom', path: [path], message, ...(hint === undefined ? {} : { params: { hint } }) });
    if ((org === undefined) === (database === undefined))
      issue('org', 'either org or database', 'Write org to ask in Flux, database to ask in InfluxQL.');
    if ((user === undefined) !== (password === undefined)) issue('password', 'user and password belong together');
    if (token !== undefined && user !== undefined) issue('token', 'either a token, or user and password');
  });

export const influxdb = defineSourceKind({
  type: 'influxdb',
  summary: 'Asks InfluxDB, in Flux or in InfluxQL.',
  options: influxdbOptions,
  measures: timeseriesMeasures(influxdbQuery),
  open: (options, tools) =>
    checkedSource(tools.name, influxdbOptions, options, (checked) => {
      const { url, org, database, token, user, password } = checked;
      const basic = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
      const headers = {
        ...(token === undefined ? {} : { authorization: `Token ${token}` }),
        ...(user === undefined ? {} : { authorization: basic }),
      };
      const ask = askProvider(checked, tools.outbound);
      const provider =
        org === undefined
          ? influxqlProvider({ url, database: database ?? '', headers, ask })
          : fluxProvider({ url, org, headers, ask });
      return openTimeseries({ type: 'influxdb', query: influxdbQuery, provider, options: checked }, tools);
    }),
});
