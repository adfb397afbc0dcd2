import * as z from 'zod';

/** A bearer token, or a user with a password. */
export const authorizationOptions = {
  token: z.string().min(1).optional().meta({ description: 'Sent as a bearer token.' }),
  user: z.string().min(1).optional().meta({ description: 'For basic authentication, with a password.' }),
  password: z.string().min(1).optional().meta({ description: 'For basic authentication, with a user.' }),
};
type AuthorizationOptions = z.infer<z.ZodObject<typeof authorizationOptions>>;

/** Neither both of them nor half of one. */
export function checkAuthorization({ token, user, password }: AuthorizationOptions, context: z.RefinementCtx): void {
  const issue = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
  if ((user === undefined) !== (password === undefined)) issue('password', 'user and password belong together');
  if (token !== undefined && user !== undefined) issue('token', 'either a token, or user and password');
}

export function authorization({ token, user, password }: AuthorizationOptions): Readonly<Record<string, string>> {
  if (token !== undefined) return { authorization: `Bearer ${token}` };
  if (user === undefined) return {};
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}
