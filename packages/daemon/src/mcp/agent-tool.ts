import type { Client } from '@daywatch/shared/client/client.ts';
import type { Failure } from '@daywatch/shared/client/result.ts';
import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import type * as z from 'zod';

/** What a tool asks with: the API, with the token of the agent. It may do what that token may, and nothing else. */
export interface AgentDesk {
  readonly client: Client;
  readonly now: Instant;
}

export type ToolAnswer =
  /** `text` is for the agent to read out; `data` the same with every number. */
  { readonly text: string; readonly data?: Record<string, unknown> } | { readonly failure: Failure };

/** One thing that an agent may ask for. */
export interface AgentTool<Input extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly title: string;
  /** Tells the agent when to use it, and what the answer means. */
  readonly description: string;
  readonly input: Input;
  /** Whether it only looks. What does not needs a person besides. */
  readonly readOnly: boolean;
  run(input: z.output<Input>, desk: AgentDesk): Promise<ToolAnswer>;
}

/** Keeps the type of `input` for `run`; a list of tools forgets it. */
export const agentTool = <Input extends z.ZodObject>(tool: AgentTool<Input>): AgentTool =>
  // Only what `input` has accepted is handed to `run`.
  tool as unknown as AgentTool;
