import { ownerOf } from "../content/platforms/owner";
import { api } from "../shared/api";
import { load } from "../shared/settings";

/** Let the content script run on the sites that a person added, as far as the browser's permission goes. */
export async function keepSites(): Promise<void> {
  const { settings } = await load();
  const hosts = new Map<string, string[]>();
  for (const [host, platform] of Object.entries(settings.sites))
    if (!ownerOf(host) && (await api.permissions.contains({ origins: [pattern(host)] })))
      hosts.set(platform, [...(hosts.get(platform) ?? []), pattern(host)]);
  await api.scripting.unregisterContentScripts();
  await api.scripting.registerContentScripts(
    [...hosts].map(([platform, matches]) => ({
      id: platform,
      matches,
      js: [`platform-${platform}.js`, "content.js"],
      runAt: "document_start",
      allFrames: true,
      matchOriginAsFallback: true,
      persistAcrossSessions: true,
    })),
  );
}

/** Match pattern of a host. */
export const pattern = (host: string): string => `https://${host}/*`;
