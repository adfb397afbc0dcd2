import type { Route } from '@daywatch/shared/api/route.ts';
import { routes } from '@daywatch/shared/api/routes.ts';
import { problemDocument } from '@daywatch/shared/vocabulary/problem.ts';
import * as z from 'zod';
import {
  createDocument,
  type ZodOpenApiObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
} from 'zod-openapi';
import { nameSchemas } from './openapi-schemas.ts';

const problem = problemDocument.meta({
  id: 'Problem',
  description: 'A refusal (RFC 9457) with a permanent code, what happened, and what to do.',
});

/** The API as OpenAPI 3.1, made from the routes: nothing in it is written twice. */
export function openApiDocument(version: string): ReturnType<typeof createDocument> {
  nameSchemas();
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const [name, route] of Object.entries<Route>(routes)) {
    paths[route.path] = { ...paths[route.path], [route.method]: operation(name, route) };
  }
  const document: ZodOpenApiObject = {
    openapi: '3.1.0',
    info: {
      title: 'Daywatch',
      version,
      description: 'Watches production for the 24 hours after a deploy and says GO or NO-GO, with its reasons.',
    },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'The role a token has is stated with each operation.' },
      },
    },
    paths: paths as ZodOpenApiPathsObject,
  };
  return createDocument(document, {
    // An answer may have more one day: whoever reads it must not refuse what it does not know.
    override({ jsonSchema, io }) {
      if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
}

function operation(name: string, route: Route): ZodOpenApiOperationObject {
  const { summary, role, path, query, body, status = 200, otherStatus } = route;
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter = '']) => [parameter, z.string()]);
  const answer = { description: summary, content: contentOf(route.reply) };
  const refusal = {
    description: 'Refused, with the reason.',
    content: { 'application/problem+json': { schema: problem } },
  };
  const needsToken = role !== 'open';
  return {
    operationId: name,
    summary,
    description: needsToken ? `Needs the role ${role}.` : 'Open to everybody.',
    security: needsToken ? [{ token: [] }] : [],
    ...((parameters.length > 0 || query) && {
      requestParams: {
        ...(parameters.length > 0 && { path: z.object(Object.fromEntries(parameters)) }),
        ...(query && { query }),
      },
    }),
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      [`${status}`]: answer,
      ...(otherStatus !== undefined && { [`${otherStatus}`]: answer }),
      default: refusal,
    },
  };
}

const contentOf = (reply: Route['reply']) =>
  reply instanceof z.ZodType ? { 'application/json': { schema: reply } } : { [reply]: { schema: z.string() } };
