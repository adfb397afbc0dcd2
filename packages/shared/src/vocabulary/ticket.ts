import * as z from 'zod';

/** Where a ticket is opened after a rollback, as it is written. */
export const ticketInput = z.strictObject({
  github: z.string().min(1).optional().meta({ description: 'A repository on GitHub: owner/repository.' }),
  token: z.string().min(1).optional().meta({ description: 'For GitHub: ${GITHUB_TOKEN}, which may write issues.' }),
  api: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'Of a GitHub Enterprise Server: https://github.example.com/api/v3.' }),
  webhook: z.string().min(1).optional().meta({ description: 'Or an address that takes the ticket as JSON.' }),
  template: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'A Markdown file beside the plan, or the template itself in several lines.' }),
});

export type TicketPlan = {
  readonly template?: string;
} & (
  | { readonly type: 'github'; readonly repository: string; readonly token: string; readonly api: string }
  | { readonly type: 'webhook'; readonly url: string }
);
