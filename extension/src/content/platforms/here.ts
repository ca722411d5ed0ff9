import type { Platform } from "./platform";

const holder = globalThis as { kalmPlatform?: Platform };

/** The platform of this page. The manifest runs its script before the content script. */
export const platformHere = (): Platform | null => holder.kalmPlatform ?? null;
