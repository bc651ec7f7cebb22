/** The home folder of whoever it is, on Linux, macOS and Windows; backslashes may be doubled, as in JSON. */
const HOME = /(?:\/home\/|\/Users\/|[A-Za-z]:[\\/]+Users[\\/]+)[^/\\\s"':;,]+|\/root(?=[/\s"':;,]|$)/g;

/** The text with home folders as `~`: for what goes to other people, whom the name of a user is none of their business. */
export function withoutHomes(text: string): string {
  return text.replaceAll(HOME, '~');
}
