import type { Route } from '@daywatch/shared/api/route.ts';
import { routes } from '@daywatch/shared/api/routes.ts';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { refusals } from '../problems.ts';
import { createTestApp } from './app.fixture.ts';
import { openApiDocument } from './openapi.ts';

const document = JSON.parse(JSON.stringify(openApiDocument('1.2.3')));
const methods = ['get', 'post', 'put', 'delete'];

describe('the OpenAPI document', () => {
  it.each(Object.entries<Route>(routes))('has %s with its schemas', (name, route) => {
    const operation = document.paths[route.path][route.method];
    expect(operation.operationId).toBe(name);
    expect(operation.summary).toBe(route.summary);
    expect(operation.security).toEqual(route.role === 'open' ? [] : [{ token: [] }]);
    const type = route.reply instanceof z.ZodType ? 'application/json' : route.reply;
    expect(operation.responses[String(route.status ?? 200)].content[type].schema).toBeDefined();
    expect(operation.responses.default.content['application/problem+json'].schema).toEqual({
      $ref: '#/components/schemas/Problem',
    });
    expect(operation.requestBody?.content['application/json'].schema !== undefined).toBe(route.body !== undefined);
    const names = (operation.parameters ?? []).map((parameter: { name: string }) => parameter.name);
    const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
    expect(names).toEqual([...inPath, ...Object.keys(route.query?.shape ?? {})]);
  });

  it('holds nothing but the routes, and is sound: references resolve, ids are unique, parameters are in their paths', () => {
    expect(document.openapi).toBe('3.1.0');
    const operations = Object.entries<Record<string, { operationId: string; parameters?: unknown[] }>>(
      document.paths,
    ).flatMap(([path, item]) => Object.entries(item).map(([method, operation]) => ({ path, method, operation })));
    expect(operations).toHaveLength(Object.keys(routes).length);
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
    expect(operations.every(({ method }) => methods.includes(method))).toBe(true);
    for (const [, reference = ''] of JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)) {
      const target = reference
        .slice(2)
        .split('/')
        .reduce((at, key) => at?.[key], document);
      expect(target, reference).toBeDefined();
    }
    // A schema that came out empty would promise nothing.
    expect(JSON.stringify(document)).not.toContain('"schema":{}');
  });

  it('writes each thing once: who generates a client gets one type for it', () => {
    const { get: whole } = document.paths['/v1/deployments/{deployment}'];
    const { post: ticket } = document.paths['/v1/environments/{environment}/deployments'];
    const deployment = { $ref: '#/components/schemas/Deployment' };
    expect(whole.responses[200].content['application/json'].schema).toEqual(deployment);
    expect(ticket.responses[201].content['application/json'].schema.properties.deployment).toEqual(deployment);
    expect(Object.keys(document.components.schemas).filter((name) => /(?:Input|Output)$/.test(name))).toEqual([]);
  });

  it('allows an answer to have more one day, and a request only what is known', () => {
    const { Verdict } = document.components.schemas;
    expect(Verdict.required).toContain('because');
    expect(Verdict.additionalProperties).toBeUndefined();
    const { put } = document.paths['/v1/environments/{environment}/plan'];
    expect(put.requestBody.content['application/json'].schema.additionalProperties).toBe(false);
  });

  it('is served as it is', async () => {
    const { ask } = createTestApp();
    expect(await (await ask('GET', '/openapi.json', { as: 'nobody' })).json()).toEqual(document);
  });
});

describe('the page on the API', () => {
  it('tells each route and each code, and asks nobody for anything', async () => {
    const { ask } = createTestApp();
    const page = await (await ask('GET', '/docs', { as: 'nobody' })).text();
    for (const { path } of Object.values(routes)) expect(page).toContain(`<code>${path}</code>`);
    for (const code of Object.keys(refusals)) expect(page).toContain(`id="${code}"`);
    expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    expect(page).not.toContain('<script');
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links).toContain('schema-Deployment');
    for (const id of new Set(links)) expect(page.split(`id="${id}"`)).toHaveLength(2);
  });
});
