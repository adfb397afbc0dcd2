/** How one test in the extension host went. */
export type InHostResult = { title: string; failure?: string };
