import type { BodySchema, ParametersOf, QuerySchema, ReplyOf, RouteName } from '@daywatch/shared/api/routes.ts';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type * as z from 'zod';
import type { Actor, Signer } from '../ports/commands.ts';
import type { Refusal } from '../problems.ts';

/** Behind a socket there is Node's raw request and response; behind `app.request` there is not. */
export interface Environment {
  Bindings: Partial<HttpBindings>;
}

/** A request that was let in and read. */
export interface Asked<Name extends RouteName> {
  readonly parameters: ParametersOf<Name>;
  readonly query: [QuerySchema<Name>] extends [never] ? undefined : z.output<QuerySchema<Name>>;
  readonly body: [BodySchema<Name>] extends [never] ? undefined : z.output<BodySchema<Name>>;
  readonly by: Actor;
  /** The same, with what is known of the person. */
  readonly signer: Signer;
  readonly context: Context<Environment>;
}

export type Outcome<Name extends RouteName> =
  | { readonly refused: Refusal }
  | { readonly value: ReplyOf<Name>; readonly status?: number }
  | Response;

/** Answers at once where it can: only then does the server take its shortest path. */
export type Handler<Name extends RouteName> = (asked: Asked<Name>) => Outcome<Name> | Promise<Outcome<Name>>;

/** One for each route: a missing one does not compile. */
export type Handlers = { readonly [Name in RouteName]: Handler<Name> };
