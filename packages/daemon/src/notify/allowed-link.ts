/** What a link in a message may lead to: the web, a mail, and what the extension shows in the reader's editor. */
export const isAllowedLink = (url: string): boolean =>
  /^(https?:\/\/|mailto:|vscode:\/\/daywatch\.daywatch\/)/i.test(url);

/** One deployment, in the dashboard of the editor. */
export const editorLinkTo = (deployment: string): string =>
  `vscode://daywatch.daywatch/dashboard/${encodeURIComponent(deployment)}`;
