const NAME = String.raw`[^/\\\s"':;,]+`;
/** The home folder of whoever it is. On Windows names have spaces, and backslashes may be doubled, as in JSON. */
const HOME = new RegExp(
  String.raw`/(?:home|Users)/${NAME}|[A-Za-z]:[\\/]+Users[\\/]+(?:[^/\\"':;,]+(?=[\\/])|${NAME})|/root(?=[/\s"':;,]|$)`,
  'g',
);

/** The text with home folders as `~`: for what goes to other people, whom the name of a user is none of their business. */
export function withoutHomes(text: string): string {
  return text.replaceAll(HOME, '~');
}
