import type { Git } from '../ports/git.ts';
import type { RunGit } from './git.ts';

export const gitTags = ({ run }: { readonly run: RunGit }): Pick<Git, 'tag' | 'pushTag' | 'remoteTags'> => ({
  tag: (name, commit, message) =>
    run(['tag', '--annotate', '--no-sign', `--message=${message}`, '--end-of-options', name, commit]),
  // Only a new one: a tag that the remote has under this name stays as it is.
  pushTag: (remote, name, signal) =>
    run(['push', '--quiet', '--no-verify', '--end-of-options', remote, `refs/tags/${name}:refs/tags/${name}`], signal),
  async remoteTags(remote, pattern, signal) {
    const { ok, said } = await run(['ls-remote', '--tags', '--quiet', remote, `refs/tags/${pattern}`], signal);
    if (!ok) return { failed: said };
    const commits = new Map<string, string>();
    for (const line of said.split('\n')) {
      const [object = '', ref = ''] = line.split('\t');
      if (!ref.startsWith('refs/tags/')) continue;
      // `^{}` is what an annotated tag points at; it comes behind the tag itself.
      commits.set(ref.slice('refs/tags/'.length).replace(/\^\{\}$/, ''), object);
    }
    return [...commits].map(([name, commit]) => ({ name, commit }));
  },
});
