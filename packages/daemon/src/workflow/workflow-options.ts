import * as z from 'zod';
import { httpTransport, transportOf } from '../web/http-transport.ts';
import { workflow } from '../web/workflow.ts';
import type { WorkflowOrder } from './run-workflow.ts';

/** What the plan makes of a workflow: the options of the source behind it, and its steps. */
export const workflowOptions = z.strictObject({
  url: z.string().min(1).meta({ description: 'What the paths of the steps stand behind.' }),
  ...httpTransport,
  workflow: workflow.meta({ description: 'The requests.' }),
});
export type WorkflowOptions = z.infer<typeof workflowOptions>;

export const orderOf = (options: WorkflowOptions): Pick<WorkflowOrder, 'workflow' | 'url' | 'transport'> => ({
  workflow: options.workflow,
  url: options.url,
  transport: transportOf(options),
});
