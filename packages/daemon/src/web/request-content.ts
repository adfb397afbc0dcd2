import * as z from 'zod';

/** What goes with a request. */
export const requestContent = {
  headers: z
    .record(z.string().min(1), z.string())
    .optional()
    .meta({ description: 'Headers of this request, besides those of the source.' }),
  json: z.unknown().optional().meta({ description: 'A JSON body.' }),
  form: z
    .record(z.string().min(1), z.union([z.string(), z.number(), z.boolean()]))
    .optional()
    .meta({ description: 'Fields of a form as the body.' }),
  body: z.string().optional().meta({ description: 'The body as it is sent.' }),
};

export interface RequestContent {
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string | number | boolean>> | undefined;
  readonly body?: string | undefined;
}

/** Whether a request says its body in more than one way. */
export const hasSeveralBodies = ({ json, form, body }: RequestContent): boolean =>
  [json, form, body].filter((one) => one !== undefined).length > 1;

export interface Content {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The headers and the body of a request. A content type that is written goes before the one that follows from the body. */
export function contentOf({ headers = {}, json, form, body }: RequestContent): Content {
  const typed = (type: string) =>
    Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')
      ? headers
      : { ...headers, 'content-type': type };
  if (json !== undefined) return { headers: typed('application/json'), body: JSON.stringify(json) };
  if (form !== undefined) {
    const fields = Object.entries(form).map(([name, value]): [string, string] => [name, String(value)]);
    return { headers: typed('application/x-www-form-urlencoded'), body: new URLSearchParams(fields).toString() };
  }
  return body === undefined ? { headers } : { headers, body };
}
