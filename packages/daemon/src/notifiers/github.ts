import * as z from 'zod';
import { defineNotifierKind } from '../ports/notifier.ts';
import { githubApi } from '../web/github-api.ts';
import { announceDeployment } from './github/announce-deployment.ts';
import { announceIssue } from './github/announce-issue.ts';

/** A repository on GitHub: its deployments with their status, or an issue. */
export const github = defineNotifierKind({
  type: 'github',
  summary: 'A deployment with its status in a GitHub repository, or an issue about the deployment with its comments.',
  options: z.strictObject({
    token: z.string().min(1).meta({ description: '${GITHUB_TOKEN}, which may write deployments, or issues.' }),
    as: z
      .enum(['deployment', 'issue'])
      .optional()
      .meta({ description: '`deployment` with a status for each occasion when left out; or one `issue`.' }),
    labels: z.array(z.string().min(1)).optional().meta({ description: 'Of the issue.' }),
    api: z
      .string()
      .optional()
      .meta({ description: 'Of a GitHub Enterprise Server: https://github.example.com/api/v3.' }),
  }),
  to: {
    type: 'address',
    example: 'owner/repository',
    fault: (address) =>
      /^[\w.-]+\/[\w.-]+$/.test(address) || address.includes('${') ? undefined : 'is not owner/repository',
  },
  // It looks for what it has made before it makes it.
  repeatable: () => true,
  open({ token, as = 'deployment', labels = [], api = 'https://api.github.com' }, { to, outbound, clock }) {
    const repository = githubApi({ api, repository: to, token, outbound, clock });
    return {
      send: (delivery) =>
        as === 'issue' ? announceIssue(repository, delivery, labels) : announceDeployment(repository, delivery),
    };
  },
});
