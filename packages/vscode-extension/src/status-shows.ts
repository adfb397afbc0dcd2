import { currentView, type Model } from './model.ts';
import type { StatusBarVisibility } from './settings.ts';
import { isAtWork } from './situation.ts';

/** Whether the status bar has the verdict now. A watch that is out of sight stays there, and says why. Pure. */
export function statusShows(model: Model, visibility: StatusBarVisibility): boolean {
  switch (visibility) {
    case 'always':
      return true;
    case 'never':
      return false;
    case 'duringWatch': {
      const view = currentView(model);
      return view !== undefined && (isAtWork(view) || view.deployment?.phase === 'watching');
    }
  }
}
