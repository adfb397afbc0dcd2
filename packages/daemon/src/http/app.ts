import type { Route } from '@daywatch/shared/api/route.ts';
import { type RouteName, routes } from '@daywatch/shared/api/routes.ts';
import { inSeconds, millis } from '@daywatch/shared/vocabulary/time.ts';
import { type Context, Hono } from 'hono';
import type { Refusal } from '../problems.ts';
import { type Admission, createAuth } from './auth.ts';
import type { Asked, Environment, Handler, Outcome } from './handler.ts';
import { createHandlers } from './handlers.ts';
import { hostAllowed } from './host-allowed.ts';
import type { HttpParts } from './parts.ts';
import { readBody } from './read-body.ts';
import { jsonReply, problemReply, requestInvalid } from './reply.ts';

type RequestContext = Context<Environment>;

/**
 * The whole HTTP side of the daemon, usable without a socket: `app.request('/healthz')`.
 * There are no middlewares: one that touches a response after the handler costs the server its shortest path, which
 * also needs handlers that answer at once. So everything here stays synchronous until something must be waited for.
 */
export function createApp(parts: HttpParts): Hono<Environment> {
  const { access, clock, observer } = parts;
  const auth = createAuth(parts);
  const app = new Hono<Environment>();
  const handlers = createHandlers(parts, async (address, init) => app.request(address, init));

  function admit(name: RouteName, context: RequestContext): Admission | Promise<Admission> {
    const authorization = context.req.header('authorization');
    const { role } = routes[name];
    if (role === 'runner') return auth.admitRunner(authorization, context.req.param('deployment') ?? '');
    const isOpened = (name === 'gate' && access.open.gate) || (name === 'metrics' && access.open.metrics);
    return auth.admit(authorization, isOpened ? 'open' : role);
  }

  function serve<Name extends RouteName>(name: Name, context: RequestContext): Response | Promise<Response> {
    const host = context.req.header('host') ?? new URL(context.req.url).host;
    if (!hostAllowed(host, access)) return problemReply(hostRefused(host));
    const handle: Handler<Name> = handlers[name];
    return then(admit(name, context), (admission) =>
      'refused' in admission
        ? problemReply(admission.refused)
        : then(read(name, context, admission), (asked) =>
            'refused' in asked
              ? problemReply(asked.refused)
              : then(handle(asked), (outcome) => responseOf(outcome, name)),
          ),
    );
  }

  function faultReply(cause: unknown, route: string): Response {
    const fault = parts.ids.next();
    parts.log.error({ err: cause, fault, route }, 'a fault while answering');
    parts.onFault(cause, { fault, route });
    const detail = `Something broke in Daywatch. Its log tells more under ${fault}.`;
    return problemReply({ code: 'internal-error', detail });
  }

  function observed(name: RouteName, context: RequestContext): Response | Promise<Response> {
    const began = clock.elapsed();
    const done = (response: Response) => {
      observer.answered(name, response.status, inSeconds(millis(clock.elapsed() - began)));
      return response;
    };
    const fault = (cause: unknown) => done(faultReply(cause, name));
    try {
      const response = serve(name, context);
      return response instanceof Promise ? response.then(done, fault) : done(response);
    } catch (cause) {
      return fault(cause);
    }
  }

  for (const name of Object.keys(routes) as RouteName[]) {
    const { method, path } = routes[name];
    app.on(method.toUpperCase(), path.replaceAll(/\{(\w+)\}/g, ':$1'), (context) => observed(name, context));
  }
  // Agents have no session here that could be listened to or ended.
  app.on(['GET', 'DELETE'], routes.agents.path, () => new Response(null, { status: 405, headers: { allow: 'POST' } }));
  app.notFound(({ req }) =>
    problemReply({ code: 'unknown-route', detail: `There is no ${req.method} ${req.path}.`, hint: 'See /docs.' }),
  );
  app.onError((cause) => faultReply(cause, 'none'));
  return app;
}

/** Query and body by the route's schemas, or every fault in them. */
function read<Name extends RouteName>(
  name: Name,
  context: RequestContext,
  { by, signer }: Pick<Asked<Name>, 'by' | 'signer'>,
): Asked<Name> | { refused: Refusal } | Promise<Asked<Name> | { refused: Refusal }> {
  const route = routes[name];
  // The compiler does not follow a schema from the table through its parse to the type made from the same schema.
  const asked = (query: unknown, body: unknown) =>
    ({ parameters: context.req.param(), query, body, by, signer, context }) as unknown as Asked<Name>;

  let query: unknown;
  if ('query' in route) {
    const parsed = route.query.safeParse(context.req.query());
    if (!parsed.success) return { refused: requestInvalid('query', parsed.error) };
    query = parsed.data;
  }
  if (!('body' in route)) return asked(query, undefined);
  return readBody(context.req).then((body) => {
    if ('refused' in body) return body;
    const parsed = route.body.safeParse(body.value);
    return parsed.success ? asked(query, parsed.data) : { refused: requestInvalid('body', parsed.error) };
  });
}

function responseOf<Name extends RouteName>(outcome: Outcome<Name>, name: Name): Response {
  if ('refused' in outcome) return problemReply(outcome.refused);
  if (!('value' in outcome)) return outcome;
  const route: Route = routes[name];
  return jsonReply(outcome.value, outcome.status ?? route.status);
}

const then = <From, To>(value: From | Promise<From>, next: (value: From) => To | Promise<To>): To | Promise<To> =>
  value instanceof Promise ? value.then(next) : next(value);

const hostRefused = (host: string): Refusal => ({
  code: 'host-refused',
  detail: `This daemon does not serve the host name ${host}.`,
  hint: 'Ask 127.0.0.1 or localhost, or allow the name in the settings of the daemon.',
});
