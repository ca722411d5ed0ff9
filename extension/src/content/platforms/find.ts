import type { PlatformSwitches } from "../../shared/types";
import type { Platform, Purpose, Selectors } from "./platform";

export interface Site {
  platform: Platform;
  selectors: Selectors;
}

/** A platform as the server wants it: null if it is switched off there, with selectors repaired where it gave any. */
export function siteOf(platform: Platform, switches: PlatformSwitches | null): Site | null {
  const said = switches?.[platform.id];
  if (!said || !notBefore(__VERSION__, said.from_version)) return { platform, selectors: platform.selectors };
  return said.enabled ? { platform, selectors: repaired(platform.selectors, said.selectors ?? {}) } : null;
}

/** Selectors with those replaced that the server gave. */
function repaired(own: Selectors, given: Record<string, string[]>): Selectors {
  const selectors: Selectors = { ...own };
  for (const [purpose, list] of Object.entries(given)) selectors[purpose as Purpose] = list;
  return selectors;
}

/** Whether version `mine` is `least` or later. */
export function notBefore(mine: string, least: string): boolean {
  const [a, b] = [mine, least].map((version) => version.split(".").map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (a?.[i] ?? 0) - (b?.[i] ?? 0);
    if (difference) return difference > 0;
  }
  return true;
}
