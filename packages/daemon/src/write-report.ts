import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import { collectReport, type ReportParts } from './http/collect-report.ts';
import { reportHtml } from './record/report-html.ts';
import { reportMarkdown } from './record/report-markdown.ts';

/** Writes a report into the daemon's own folder, as a page and as Markdown: there once each is whole. */
export async function writeReport(
  parts: ReportParts,
  { deployment, folder, file }: { readonly deployment: Deployment; readonly folder: string; readonly file: string },
): Promise<void> {
  const report = await collectReport(parts, deployment);
  const page = join(folder, file);
  await mkdir(dirname(page), { recursive: true, mode: 0o700 });
  const whole = [
    [page, reportHtml(report)],
    [page.replace(/\.html$/, '.md'), reportMarkdown(report)],
  ] as const;
  for (const [path, text] of whole) {
    await writeFile(`${path}.new`, text, { mode: 0o600 });
    await rename(`${path}.new`, path);
  }
}
