import { extname } from 'node:path';

/** 20261201, 2026-12-01T22:00:00Z, 2026-12-01.2; or seconds since 1970. */
const time = String.raw`(?:20\d\d[-_.]?[01]\d[\dTZ:+._-]*|\d{10,})`;
const behind = new RegExp(String.raw`^(?:[-._]+(?:\d+|${time})|\.old)$`);
/** A number after a dash is as likely that of an instance: shop-2.log. */
const beforeEnding = new RegExp(String.raw`^(?:\.\d+|[-._]+${time})$`);

/** Most names in a folder have neither. */
const hint = /[-._]\d|\.old$/;

/**
 * Whether a rotation gives such a name to an old log: a number or a time stands behind the name or before its ending.
 * For what can be told by its content too, a like name is enough; where the name alone decides, `shop-error.log` must
 * not pass for an old `shop.log`.
 */
export const isRotatedName = (name: string, other: string): boolean => logsOf(other).includes(name);

/** The names of all logs of which a file may be an old one. */
export function logsOf(other: string): readonly string[] {
  if (!hint.test(other)) return [];
  const ending = extname(other);
  const stemEnd = other.length - ending.length;
  const logs: string[] = [];
  for (const { index } of other.matchAll(/[-._]/g)) {
    const name = other.slice(0, index);
    if (index > 0 && behind.test(other.slice(index))) logs.push(name);
    if (ending !== '' && index < stemEnd && beforeEnding.test(other.slice(index, stemEnd))) logs.push(name + ending);
  }
  return logs;
}
