import type { Plan } from '@daywatch/shared/vocabulary/plan.ts';
import type { Path, Report } from './fault.ts';
import { checkTemplate } from './read-announce.ts';
import { readBeside } from './read-beside.ts';

/** Faults of the templates that a plan keeps in files beside it. */
export function checkTemplates(plan: Plan, file: string, report: Report): void {
  for (const { name, announce = [] } of Object.values(plan.environments))
    announce.forEach(({ template }, index) => {
      if (template === undefined || template.trim().includes('\n')) return;
      const path: Path = ['environments', name, 'announce', index];
      const text = readBeside(file, template);
      if (text === undefined) {
        const message = `there is no file ${template} beside the plan`;
        const hint = 'Write the template there, or its text here, in several lines.';
        report({ code: 'template-not-found', path: [...path, 'template'], at: 'value', message, hint });
      } else checkTemplate(text, path, report);
    });
}
