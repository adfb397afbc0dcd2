import * as z from 'zod';
import { type StatusExpectation, statusExpectation } from './status-expectation.ts';

const path = z.string().regex(/^\//, 'a path starts with "/"').meta({ description: 'Path and query, after the url.' });

/** What a criterion of the `http` source sends, and which status it takes for an answer. */
export const httpRequest = {
  path: path.default('/'),
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']).default('GET'),
  status: statusExpectation.default('2xx' satisfies StatusExpectation),
};

/** `https://x/app` and `/healthz` make `https://x/app/healthz`. */
export const addressOf = (base: string, path: string): string => `${base.replace(/\/+$/, '')}${path}`;
