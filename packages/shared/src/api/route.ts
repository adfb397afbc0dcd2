import * as z from 'zod';

/** What a token may do. Each of `viewer`, `developer`, `lead` includes those before it; `runner` and `ingest` stand alone. */
export const role = z.enum(['viewer', 'developer', 'lead', 'runner', 'ingest']);
export type Role = z.infer<typeof role>;

export interface Route {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** `{name}` stands for a parameter. */
  readonly path: string;
  readonly role: Role | 'open';
  readonly summary: string;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** A schema for JSON; else the content type. */
  readonly reply:
    | z.ZodType
    | 'text/plain'
    | 'text/html'
    | 'text/event-stream'
    | 'application/jsonl'
    | 'application/json';
  /** 200 when left out. */
  readonly status?: number;
  /** Another status whose body is the reply too, not a problem document. */
  readonly otherStatus?: number;
}
