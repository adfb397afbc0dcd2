import type { AnnouncementReason } from '@daywatch/shared/vocabulary/announce.ts';

const before = `# Deployment of {{ service }} {{ version }} to {{ environment }}: {{ opens }}

{{ service }} **{{ version }}** will be deployed to **{{ environment }}**.

* **Begins:** {{ opens }}
* **Window closes:** {{ closes }}
* **Expected to take:** {{ expected }}
* **Deployed by:** {{ deployed-by }}
* **Replaces:** {{ previous }}
* **Watched afterwards for:** {{ watch-for }}

*Short notice: {{ late }}.*

You will hear from us when it has been done, and at once if something is not as it should be.

+ {{ dashboard }}
{{ dashboards }}
`;

const update = `# {{ service }} {{ version }} on {{ environment }}: {{ status }}

**{{ status }}** · {{ service }} {{ version }} · {{ environment }} · {{ at }}

{{ decision }}

{{ reasons }}

* **Deployed by:** {{ deployed-by }}
* **Replaces:** {{ previous }}

+ {{ dashboard }}
+ {{ editor }}
{{ dashboards }}
`;

const noGo = `# {{ verdict }} for {{ service }} {{ version }} on {{ environment }}: {{ recommendation }}

**{{ verdict }} · {{ recommendation }}**, because {{ rule }}:

{{ reasons }}

* **Deployed by:** {{ deployed-by }}
* **The version before:** {{ previous }}
* **Since:** {{ at }}

{{ decide }}

+ {{ dashboard }}
+ {{ editor }}
+ {{ report }}
{{ dashboards }}
`;

const undecided = `# {{ service }} {{ version }} on {{ environment }} needs a decision

The watch has ended, and what was seen does not tell whether {{ version }} is well. A person has to decide.

{{ reasons }}

{{ decide }}

+ {{ dashboard }}
+ {{ editor }}
+ {{ report }}
{{ dashboards }}
`;

const after = `# {{ service }} {{ version }} on {{ environment }}: {{ status }}

**{{ status }}** · {{ at }}

{{ service }} {{ version }} ({{ commit }}) was deployed to {{ environment }} by {{ deployed-by }}.

{{ decision }}

{{ reasons }}

+ {{ report }}
{{ dashboards }}
`;

const rolledBack = `# {{ service }} on {{ environment }} was rolled back to {{ previous }}

**Rolled back** · {{ at }}

{{ service }} {{ version }} was taken back; {{ environment }} runs {{ previous }} again.

{{ decision }}

{{ reasons }}

+ {{ report }}
{{ dashboards }}
`;

const test = `# A trial message from Daywatch about {{ service }} on {{ environment }}

Nothing has happened: somebody wanted to know whether messages arrive here. They do.

+ {{ dashboard }}
`;

/** The text of each message, when the plan names none of its own. */
export const builtInTemplates: Readonly<Record<AnnouncementReason, string>> = {
  before,
  planned: update,
  deploying: update,
  verifying: update,
  watching: update,
  go: update,
  'no-go': noGo,
  'roll-back-recommended': noGo,
  undecided,
  decided: update,
  extended: update,
  blind: update,
  overrun: update,
  interrupted: update,
  'automatic-rollback': noGo,
  'rolling-back': update,
  'rolled-back': rolledBack,
  recovered: update,
  'not-recovered': update,
  'recovery-unknown': update,
  'ticket-opened': update,
  succeeded: after,
  failed: noGo,
  superseded: update,
  cancelled: update,
  resolved: update,
  test,
};
