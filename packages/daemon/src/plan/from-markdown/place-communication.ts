import { placeAnnouncement } from './announcements-in.ts';
import type { Placer } from './reading.ts';
import { plainWords } from './topic-of.ts';
import { undecidedIn } from './undecided-in.ts';

const tells =
  /e-?mail|mail\b|slack|channel|notif|inform|announce|messag|update|post|call|teams|discord|webhook|kanal|benachricht|meld|ankuendig|mitteil|status/;

export const placeCommunication: Placer = (statement, reading) => {
  if (
    statement.sort === 'row' ||
    /^On [a-z]|\d[smhd] before$/.test(statement.label) ||
    tells.test(plainWords(statement.text))
  ) {
    const asked = undecidedIn(statement.text);
    const where = placeAnnouncement(statement, reading);
    return { became: asked === undefined ? where : `${where}; "${asked}" is filled in by a variable` };
  }
  return { notPlaced: 'it does not say who is told what, and how' };
};
