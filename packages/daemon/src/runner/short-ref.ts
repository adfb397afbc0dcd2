/** For people: a tag or a branch as it is, a commit in seven digits. */
export const shortRef = (ref: string): string => (/^[0-9a-f]{40}$/.test(ref) ? ref.slice(0, 7) : ref);
