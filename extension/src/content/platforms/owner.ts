import { PLATFORMS } from "./index";
import type { Platform } from "./platform";

/** The platform that a host is an address of, by its own match patterns. Nobody adds such a host as a site of another kind:
 * private messages there would be read as if it were a work tool. */
export const ownerOf = (host: string): Platform | null =>
  PLATFORMS.find(({ matches }) => matches.some((match) => covers(new RegExp("^https://([^/]+)/").exec(match)?.[1] ?? "", host))) ?? null;

/** As in match patterns `*.` stands for subdomains and for none. A last dot names the same host. */
function covers(named: string, host: string): boolean {
  const plain = host.toLowerCase().replace(/\.$/, "");
  const domain = named.replace(/^\*\./, "");
  return plain === domain || (named !== domain && plain.endsWith(`.${domain}`));
}
