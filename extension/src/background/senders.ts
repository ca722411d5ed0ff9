import type { Ask } from "../shared/protocol";

/** What only the extension's own pages ask. A test asks about the status by way of a page: Firefox opens it no other. */
const OWN: ReadonlySet<Ask["kind"]> = new Set(["pause", "try", "pair", "reminded", ...(__TEST__ ? [] : (["status"] as const))]);

/** Whether a question is answered: content scripts share a process with the page, and get no more than they need. */
export const mayAsk = (kind: Ask["kind"], from: string | undefined, own: string): boolean => !OWN.has(kind) || (from?.startsWith(own) ?? false);
