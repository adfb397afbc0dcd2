import { nameOf } from './name-of.ts';
import { isIntroduction } from './place-checklist.ts';
import { environmentPath, originOf, type Placer, undecided } from './reading.ts';
import { undecidedIn } from './undecided-in.ts';

export const placeDashboards: Placer = (statement, reading) => {
  const { links, text, label, rest, cells, sort } = statement;
  const path = environmentPath(reading, 'dashboards');
  const link = links.find(({ url }) => /^https?:\/\//.test(url));
  const written = /https?:\/\/\S+/.exec(`${rest} ${Object.values(cells).join(' ')}`)?.[0]?.replace(/[)>\].,]+$/, '');
  const url = link?.url ?? written;
  const called =
    label !== '' ? label : link !== undefined && link.text !== link.url ? link.text : text.replace(url ?? '', '');
  const name = nameOf(called.replace(/^[\s–—:-]+|[\s–—:-]+$/g, '') || 'dashboard');
  if (url !== undefined) {
    reading.draft.put([...path, name], url, originOf(statement, reading));
    return { became: `dashboards.${name}` };
  }
  if (undecidedIn(text) !== undefined || (sort !== 'sentence' && label !== '' && rest === '')) {
    reading.draft.put([...path, name], undecided(text, statement, reading), originOf(statement, reading));
    return { became: `dashboards.${name}, still to be decided` };
  }
  return isIntroduction(statement) ? { itself: 'it introduces the list' } : { notPlaced: 'there is no link in it' };
};
