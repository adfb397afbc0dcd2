/** What writers of plans put where something is still to be decided. */
const marks =
  /\[\s*(?:TBD|TBC|TBA|TODO|FIXME|offen|noch)\b[^\]]*\]|\b(?:TBD|TBC|TBA|TODO|FIXME)\b(?:\s*[-:–—]\s*[^.;]*)?|\?{2,}|<\s*(?:TBD|TODO|your|insert|link|url|name|date|time|datum|uhrzeit)\b[^>]*>|_{3,}/i;
/** `[Dashboard URL]`, `[last-stable-tag]`: brackets around the name of what belongs there. */
const blanks =
  /\[\s*(?:[\w. -]*\b(?:url|link|tag|date|time|name|e-?mail|channel|version|address|here|datum|uhrzeit|adresse|kanal)|insert\b[^\]]*|your\b[^\]]*)\s*\]/i;

/** The placeholder in a text; `undefined` where everything is said. */
export function undecidedIn(text: string): string | undefined {
  return (marks.exec(text) ?? blanks.exec(text))?.[0].trim();
}
