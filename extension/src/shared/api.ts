/** The browser's extension interface, by either of its names. */
const names = globalThis as unknown as { browser?: typeof chrome; chrome: typeof chrome };
export const api: typeof chrome = names.browser ?? names.chrome;

/** Whether this script still belongs to a running extension: after a reload or removal it does not. */
export function alive(): boolean {
  try {
    return Boolean(api.runtime?.id);
  } catch {
    return false;
  }
}
