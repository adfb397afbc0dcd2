import { basename } from 'node:path';
import type { TextDocument } from 'vscode';
import type { Cockpit } from '../cockpit.ts';
import { planNames } from '../find-plan.ts';

export const isPlan = ({ uri, fileName }: TextDocument, cockpit: Cockpit): boolean =>
  uri.scheme === 'file' && (planNames.includes(basename(fileName)) || fileName === cockpit.plan());
