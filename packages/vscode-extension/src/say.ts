import { window } from 'vscode';
import { withoutLinks } from './without-links.ts';

/** Notifications. Nothing in them is a link, whoever wrote it; what is to be pressed is a button. */
export const say = {
  information: (message: string, ...buttons: string[]) =>
    window.showInformationMessage(withoutLinks(message), ...buttons),
  warning: (message: string, ...buttons: string[]) => window.showWarningMessage(withoutLinks(message), ...buttons),
  error: (message: string, ...buttons: string[]) => window.showErrorMessage(withoutLinks(message), ...buttons),
};
